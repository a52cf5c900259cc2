import { randomUUID } from 'crypto';

import { AdvisedError } from '../../api/errors/advised';
import { requireShallow, type Carried } from '../../api/model/json';
import type { Json } from '../../api/model/types';

/** A value of JSON that is one expression: `"{{ $json.stage }}"`. */
const QUOTED_EXPRESSION = /"(\{\{(?:(?!\{\{|\}\})[\s\S])*\}\})"(?!\s*:)/g;

/** Whether a stored parameter is text with expressions in it; not one expression, which gives a value as it is. */
export const embedsExpressions = (stored: string): boolean =>
	stored.startsWith('=') && !/^=\s*\{\{/.test(stored);

/**
 * Parses JSON text with expressions in it. n8n writes nothing (`undefined`, `null`) as an empty text, which would
 * overwrite what is stored; a value that is nothing but such an expression is left out instead.
 *
 * @param text without the `=` that marks it
 * @param evaluate resolves the expressions in a text
 * @throws AdvisedError when what comes out is not JSON.
 */
export function withoutNothing(
	text: string,
	evaluate: (text: string) => unknown,
	label: string,
): Carried {
	const written = asWritten(evaluate(text));
	// Nothing leaves two quotes with nothing between them. Without them, every expression gave something.
	if (!written.includes('""')) return { json: parseJson(written, label), nothing: [] };
	const mark = randomUUID();
	const marked = text.replace(QUOTED_EXPRESSION, (quoted: string, expression: string) => {
		const value = evaluate(expression);
		return value === undefined || value === null ? `"${mark}"` : quoted;
	});
	const nothing: string[] = [];
	const json = parseJson(asWritten(evaluate(marked)), label);
	return { json: leaveOut(json, mark, '', nothing), nothing };
}

const asWritten = (value: unknown): string => String(value ?? '');

function leaveOut(value: Json, mark: string, place: string, nothing: string[]): Json | undefined {
	if (value === mark) {
		nothing.push(place);
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value))
		return value.map((entry, at) => leaveOut(entry, mark, `${place}[${at}]`, nothing) ?? null);
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, inner]) => {
			const kept = leaveOut(inner, mark, place ? `${place}.${key}` : key, nothing);
			return kept === undefined ? [] : [[key, kept]];
		}),
	);
}

/** @throws AdvisedError when the text is empty not JSON, or nested too deep. */
export function parseJson(text: string, label: string): Json {
	if (!text.trim())
		throw new AdvisedError(
			`${label} is empty`,
			'Write JSON such as {"stage": "booked"}. To remove all metadata, choose the Metadata Mode Clear.',
		);
	const json = parse(text, label);
	requireShallow(json, label);
	return json;
}

function parse(text: string, label: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch (error) {
		return refuseJson(label, error);
	}
}

function refuseJson(label: string, error: unknown): never {
	throw new AdvisedError(
		`${label} is not valid JSON: ${error instanceof Error ? error.message : ''}`,
		'Names and texts are in double quotes, and there is no comma after the last entry. Values from other nodes are safe as {{ JSON.stringify($json.name) }}.',
	);
}
