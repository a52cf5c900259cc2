import { AdvisedError } from '../../api/errors/advised';

/**
 * Several texts out of what a field holds: one by one, a list, JSON of a list, or one text with separators. Trimmed,
 * without empty ones.
 *
 * @throws AdvisedError when an entry is neither text nor a number.
 */
export function splitText(value: unknown, separator: RegExp, label: string): string[] {
	return flatten(value, label)
		.flatMap((text) => text.split(separator))
		.map((text) => text.trim())
		.filter(Boolean);
}

function flatten(value: unknown, label: string): string[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap((entry: unknown) => flatten(entry, label));
	if (typeof value !== 'string' && typeof value !== 'number')
		throw new AdvisedError(
			`The field ${label} must hold text, but it has ${typeof value === 'object' ? 'an object' : `a ${typeof value}`} in it`,
			'Pick one value of each entry, for example {{ $json.people.map(({ phone }) => phone) }}.',
		);
	const text = String(value).trim();
	if (text.startsWith('[') && text.endsWith(']')) {
		const list = parseList(text);
		if (list) return flatten(list, label);
	}
	return [text];
}

function parseList(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
