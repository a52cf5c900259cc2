import { AdvisedError } from '../errors/advised';
import { requireShallow } from './json';
import type { Json, JsonObject } from './types';

/**
 * JavaScript reads whole numbers of more than about 15 digits (2^53) as a number nearby. A merge reads metadata and
 * writes it back, so it would change such a number without anybody having asked for it; so would a patch that holds
 * one.
 *
 * @throws AdvisedError when the metadata holds one, naming where, or is nested too deep to be looked through.
 */
export function requireExactNumbers(metadata: JsonObject | null): void {
	requireShallow(metadata, 'The metadata');
	const place = findInexact(metadata, []);
	if (place)
		throw new AdvisedError(
			`The metadata holds a number with more digits than n8n can keep exactly: ${place.join('.')}`,
			'Nothing was written, so that the number is not changed. Store it as a text, for example with the type String.',
		);
}

function findInexact(value: Json | null, place: string[]): string[] | undefined {
	if (typeof value === 'number')
		return Number.isInteger(value) && !Number.isSafeInteger(value) ? place : undefined;
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [key, inner] of Object.entries(value)) {
		const found = findInexact(inner, [...place, key]);
		if (found) return found;
	}
	return undefined;
}
