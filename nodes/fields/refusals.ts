import { AdvisedError } from '../api/errors/advised';
import { inWords } from './fieldOf';
import { parseFlag } from './flag';

/** Refuses the value of a field, saying what it must be instead. @throws AdvisedError */
export function refuseValue(label: string, expected: string, value: unknown): never {
	throw new AdvisedError(
		`The field ${label} must be ${expected}, but it is ${inWords(value)}`,
		'Correct that field, or the expression in it.',
	);
}

/** Refuses a field that gives nothing. @throws AdvisedError */
export function refuseEmpty(label: string): never {
	throw new AdvisedError(
		`${label} is empty`,
		'Fill that field, or check that the expression in it gives a value for every item.',
	);
}

/** A boolean. @throws AdvisedError when it is neither true nor false. */
export const requireFlag = (value: unknown, label: string): boolean =>
	parseFlag(value) ?? refuseValue(label, 'true or false', value);
