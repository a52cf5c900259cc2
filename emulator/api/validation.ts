import { z } from 'zod';

import { parseTimestamp } from '../data/clock';
import { ApiError, type FieldError } from './errors';

type Part = 'body' | 'query' | 'header';

/**
 * Reads a part of a request by its schema.
 *
 * @throws ApiError 422 that lists the wrong fields, each with its place (`["query", "limit"]`)
 */
export function read<Schema extends z.ZodTypeAny>(
	part: Part,
	schema: Schema,
	value: unknown,
): z.output<Schema> {
	const result = schema.safeParse(value ?? (part === 'query' ? {} : undefined));
	if (result.success) return result.data;
	const fields = result.error.issues.map(
		({ path, message, code }): FieldError => ({ loc: [part, ...path], msg: message, type: code }),
	);
	throw new ApiError(422, 'VALIDATION_ERROR', fields[0].msg, fields);
}

/** A whole number in a query, where everything is text. */
export const wholeNumber = ({
	min,
	max,
	otherwise,
}: {
	min: number;
	max: number;
	otherwise: number;
}) =>
	z
		.string()
		.regex(/^-?\d+$/, 'Input should be a valid integer')
		.transform(Number)
		.pipe(z.number().min(min).max(max))
		.default(String(otherwise));

/** An ISO 8601 time in a query, read in microseconds. */
export const timestamp = z
	.string()
	.transform(parseTimestamp)
	.refine((time) => !Number.isNaN(time), 'Input should be a valid datetime')
	.optional();

export const httpsUrl = z
	.string()
	.refine(
		(url) => URL.canParse(url) && new URL(url).protocol === 'https:',
		'URL must be public HTTPS',
	);

const offset = wholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
export const page = z.object({
	limit: wholeNumber({ min: 1, max: 100, otherwise: 20 }),
	offset,
});
/** The address book has larger pages. */
export const contactPage = z.object({
	limit: wholeNumber({ min: 1, max: 200, otherwise: 50 }),
	offset,
});
