import { NodeOperationError, type IDataObject, type IHookFunctions } from 'n8n-workflow';

import { menuValues } from '../../fields/fieldOf';
import { fields } from '../fields';
import { options } from '../options';
import { LONGEST_PAUSE, readList } from '../settings';

/**
 * Refuses to activate a workflow whose trigger would do something else than its builder meant: start for nothing, for
 * everybody, or in another way, because an expression gave nothing or a value that its menu does not have.
 *
 * @throws NodeOperationError n8n shows only its message, so that says what to do
 */
export function checkSettings(context: IHookFunctions) {
	const refuse = (message: string) => new NodeOperationError(context.getNode(), message);
	const given = context.getNodeParameter('options', {}) as IDataObject;
	const parameter = (name: string) =>
		(context.getNodeParameter(name, null) as unknown) ?? undefined;
	// What an expression gives nothing for is added all the same.
	const added = (name: string) => (Object.hasOwn(given, name) ? (given[name] ?? '') : undefined);
	const menus = [
		...fields.map((field) => ({ field, value: parameter(field.name) })),
		...(options.options ?? []).flatMap((field) =>
			'type' in field ? { field, value: added(field.name) } : [],
		),
	];
	for (const { field, value } of menus) {
		if (value === undefined || !['options', 'multiOptions'].includes(field.type)) continue;
		const values = menuValues(field);
		const chosen = field.type === 'multiOptions' ? readList(value) : [String(value).trim()];
		const known = values.map((each) => each.toLowerCase());
		const wrong = chosen.find((each) => !known.includes(each.toLowerCase()));
		if (wrong !== undefined)
			throw refuse(
				`${field.displayName} has no "${wrong}". Choose one of these, or correct the expression in that field: ${values.join(', ')}.`,
			);
		if (!chosen.length)
			throw refuse(
				`${field.displayName} is empty, so nothing would start this workflow. Choose at least one, or correct the expression in that field.`,
			);
	}
	if (added('from') !== undefined && !readList(given.from).length)
		throw refuse(
			'The option From is empty, so it is not known for whom this workflow is to start. Name the senders, correct the expression in that field, or remove the option to start it for everybody.',
		);
	const pausedKey = added('pausedKey');
	if (pausedKey !== undefined && !String(pausedKey).trim())
		throw refuse(
			'The option Paused Key is empty, so it is not known which conversations are to be left alone. Name a key of their metadata, correct the expression in that field, or remove the option.',
		);
	const pause = added('waitForPause');
	if (pause !== undefined && !isPause(pause))
		throw refuse(
			`The option Wait for Pause is "${String(pause)}", but must be a number of seconds from 0 to ${LONGEST_PAUSE}. Correct it, or remove the option to start the workflow for each message at once.`,
		);
}

const isPause = (value: unknown) =>
	value !== '' && value !== null && Number(value) >= 0 && Number(value) <= LONGEST_PAUSE;
