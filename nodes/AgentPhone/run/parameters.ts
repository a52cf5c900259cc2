import type { IExecuteFunctions } from 'n8n-workflow';
import { tryToParseDateTime } from 'n8n-workflow';

import { AdvisedError } from '../../api/http/errors';
import { readLocator } from '../../fields/locators';

/**
 * The parameters of one item, read by name: those inside a collection with a dot (`options.sort`). Expressions are
 * already resolved, so a value can be of any type, whatever its field is; each method says what it makes of it.
 */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
	) {}

	/** The value as it is; `undefined` when the parameter is not set. */
	raw(name: string): unknown {
		// Without a value to fall back to, n8n throws.
		return (this.context.getNodeParameter(name, this.itemIndex, null) as unknown) ?? undefined;
	}

	/** The text as it is; a number or boolean as text; empty when there is none. */
	text(name: string, label = title(name)): string {
		const value = this.raw(name);
		if (value === undefined || value === null) return '';
		if (typeof value === 'object')
			throw new AdvisedError(
				`The field ${label} must be a text, but it is ${Array.isArray(value) ? 'an array' : 'an object'}`,
				'Check the expression in that field: it should give one value, such as {{ $json.text }}.',
			);
		return String(value);
	}

	/** The trimmed text, or `undefined` when there is none. */
	optional(name: string, label = title(name)): string | undefined {
		return this.text(name, label).trim() || undefined;
	}

	/** @throws AdvisedError when there is no text. */
	required(name: string, label = title(name)): string {
		return this.optional(name, label) ?? refuseEmpty(label);
	}

	/** The ID in a resource locator, or `undefined` when nothing is chosen. */
	optionalId(name: string): string | undefined {
		return readLocator(this.raw(name)) || undefined;
	}

	/** @throws AdvisedError when nothing is chosen. */
	id(name: string, label: string): string {
		return this.optionalId(name) ?? refuseEmpty(label);
	}

	/** A boolean; `undefined` when it is not set. */
	flag(name: string): boolean | undefined {
		const value = this.raw(name);
		if (value === undefined || value === null || value === '') return undefined;
		return typeof value === 'string' ? value.trim().toLowerCase() !== 'false' : Boolean(value);
	}

	/** @throws AdvisedError when it is set to something other than a number from `min` to `max`. */
	number(name: string, fallback: number, min: number, max = Number.MAX_SAFE_INTEGER): number {
		const value = this.raw(name);
		if (value === undefined || value === null || value === '') return fallback;
		const number = typeof value === 'boolean' ? NaN : Number(value);
		if (number >= min && number <= max) return number;
		const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
		throw new AdvisedError(
			`The field ${title(name)} must be a number ${range}, but it is ${JSON.stringify(value)}`,
			'Correct that field, or the expression in it.',
		);
	}

	/** How many results are wanted: `undefined` for all of them. */
	limit(): number | undefined {
		return this.flag('returnAll') ? undefined : Math.floor(this.number('limit', 50, 1));
	}

	/**
	 * A time: a Date, Luxon's DateTime, or a text. A text without a zone (as the date picker gives it) is in the
	 * workflow's timezone; one with a zone is passed on as it is, to the last digit.
	 */
	time(name: string): Date | string | undefined {
		const value = this.raw(name);
		if (value === undefined || value === null || value === '') return undefined;
		if (typeof value === 'string' && /(Z|[+-]\d\d:?\d\d)$/i.test(value.trim())) return value.trim();
		const time = parseTime(value, this.context.getTimezone());
		if (time) return time;
		throw new AdvisedError(
			`The field ${title(name)} must be a date and time, but it is ${JSON.stringify(value)}`,
			'Pick a time in the field, or use ISO 8601 such as 2026-01-31T12:00:00Z.',
		);
	}

	/** Several addresses: see {@link list}. In one text they are separated by commas, semicolons or line breaks. */
	addresses(name: string): string[] {
		return this.list(name, /[\n,;]+/);
	}

	/**
	 * Several URLs: see {@link list}. In one text they are separated by blanks, or by commas that are not inside a
	 * URL.
	 */
	urls(name: string): string[] {
		return this.list(name, /,?\s+|,(?=https?:)/);
	}

	/**
	 * Several texts, trimmed, without empty ones. They may be entered one by one, or come from an expression as a
	 * list, as JSON of a list, or as one text.
	 */
	private list(name: string, separator: RegExp): string[] {
		return flatten(this.raw(name))
			.flatMap((text) => text.split(separator))
			.map((text) => text.trim())
			.filter(Boolean);
	}
}

function parseTime(value: unknown, timezone: string): Date | undefined {
	try {
		return tryToParseDateTime(value, timezone).toJSDate();
	} catch {
		return undefined;
	}
}

function flatten(value: unknown): string[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(flatten);
	const text = String(value).trim();
	if (text.startsWith('[') && text.endsWith(']')) {
		try {
			return flatten(JSON.parse(text));
		} catch {
			return [text];
		}
	}
	return [text];
}

function refuseEmpty(label: string): never {
	throw new AdvisedError(
		`${label} is empty`,
		'Fill that field, or check that the expression in it gives a value for every item.',
	);
}

/** The label of a parameter, as n8n writes it: `options.messageLimit` is Message Limit. */
function title(name: string): string {
	const [last = name] = name.split('.').slice(-1);
	return last.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase());
}
