import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { AdvisedError } from '../../api/errors/advised';
import { cleanAddress, isCallable, isWithoutCountry, toE164 } from '../../api/model/address';
import { carryAsJson, type Carried } from '../../api/model/json';
import { isByParticipant, readLocator, type ConversationRef } from '../../fields/locators';
import { asOffered, fieldOf, inWords, labelOf } from '../../fields/fieldOf';
import { refuseEmpty, refuseValue, requireFlag } from '../../fields/refusals';
import { embedsExpressions, parseJson, withoutNothing } from './jsonText';
import { splitText } from './splitText';
import { parseTime } from './time';

/** Active Since and its like, said to mean that nothing is left out. */
const EVERYTHING = 'all';

/**
 * The parameters of one item, by name: those inside a collection with a dot (`options.sort`). Expressions are already
 * resolved, so a value can be of any type, whatever its field is; each method says what it makes of it, and refuses
 * what it cannot take for what it says. An expression is evaluated once, however often its value is asked for: this is
 * by far the dearest part of an item.
 *
 * A field that is empty is as good as one that was not added, if a person left it so. An expression that gives
 * nothing is refused: a filter that filters nothing, or a message from another number, is not what was meant.
 */
export class ItemParameters {
	/** What was evaluated already. */
	private readonly values = new Map<string, unknown>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		/** The descriptions of the operation's fields: what they are called, and what their menus offer. */
		private readonly fields: INodeProperties[],
	) {}

	/**
	 * The value as it is, but a menu's as its menu has it; `undefined` when the parameter is not set.
	 *
	 * @throws AdvisedError when a menu does not offer the value.
	 */
	raw(name: string): unknown {
		const value = this.evaluated(name);
		const isMenuAsLeft = isEmpty(value) && !this.isExpression(name);
		return isMenuAsLeft ? value : asOffered(value, fieldOf(this.fields, name));
	}

	/** The text as it is; a number or boolean as text; empty when there is none, also of an expression. */
	text(name: string, label = this.label(name)): string {
		return asText(this.raw(name), label);
	}

	/** The trimmed text, or `undefined` when there is none. @throws AdvisedError when an expression gives none. */
	optional(name: string, label = this.label(name)): string | undefined {
		return asText(this.given(name, label), label).trim() || undefined;
	}

	/** @throws AdvisedError when there is no text. */
	required(name: string, label = this.label(name)): string {
		return this.optional(name, label) ?? refuseEmpty(label);
	}

	/**
	 * What a menu offers, also said by another word for it.
	 *
	 * @param synonyms in lower case, each with the value of the menu
	 */
	choice(name: string, synonyms: Record<string, string>): string | undefined {
		const value = this.evaluated(name);
		const said = typeof value === 'string' ? value.trim().toLowerCase() : '';
		return Object.hasOwn(synonyms, said) ? synonyms[said] : this.optional(name);
	}

	/** An address as AgentPhone can take it. @throws AdvisedError when there is none. */
	address(name: string): string {
		return cleanAddress(this.required(name)) || refuseEmpty(this.label(name));
	}

	/** The same, or `undefined` when there is none. @throws AdvisedError when an expression gives none. */
	optionalAddress(name: string): string | undefined {
		const address = this.optional(name);
		return address === undefined
			? undefined
			: cleanAddress(address) || refuseEmpty(this.label(name));
	}

	/** A phone number, in E.164 where its country is certain. @throws AdvisedError when it is none. */
	phoneNumber(name: string): string {
		const address = this.address(name);
		if (!isCallable(address))
			throw new AdvisedError(
				`"${address}" is not a phone number`,
				'Write it with its country code, such as +1 555 010 0199.',
			);
		if (isWithoutCountry(address))
			throw new AdvisedError(
				`"${address}" has no country code`,
				'Write it with its country code, such as +1 555 010 0199. As it is dialled within a country, it may be the number of somebody else.',
			);
		return toE164(address) ?? address;
	}

	/** A web address. @throws AdvisedError when it is none, or has a blank in it. */
	url(name: string, label = this.label(name)): string {
		return requireUrl(this.required(name), label);
	}

	/** The ID in a resource locator, or `undefined` when nothing is chosen. */
	optionalId(name: string): string | undefined {
		const id = readLocator(this.raw(name));
		if (id) return id;
		return this.isExpression(name) ? refuseEmpty(this.label(name)) : undefined;
	}

	/** @throws AdvisedError when nothing is chosen. */
	id(name: string, label = this.label(name)): string {
		return readLocator(this.raw(name)) || refuseEmpty(label);
	}

	/** Which conversation is chosen. @throws AdvisedError when none is. */
	conversation(name: string): ConversationRef {
		const text = this.id(name);
		if (!isByParticipant(this.raw(name))) return { id: text };
		return { participant: cleanAddress(text) || refuseEmpty(this.label(name)) };
	}

	/** A boolean; `undefined` when it is not set. @throws AdvisedError when it is neither true nor false. */
	flag(name: string): boolean | undefined {
		const value = this.given(name);
		if (value === undefined) return undefined;
		return requireFlag(value, this.label(name));
	}

	/** @throws AdvisedError when it is set to something other than a number from `min` to `max`. */
	number(name: string, fallback: number, min: number, max = Number.MAX_SAFE_INTEGER): number {
		const value = this.raw(name);
		if ((value === undefined || value === '') && !this.isExpression(name)) return fallback;
		const number = asNumber(value);
		if (number >= min && number <= max) return number;
		const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
		return refuseValue(this.label(name), `a number ${range}`, value);
	}

	/** How many results are wanted: `undefined` for all of them. */
	limit(): number | undefined {
		return this.flag('returnAll') ? undefined : Math.floor(this.number('limit', 50, 1));
	}

	/** A time: see {@link parseTime}. @throws AdvisedError when it is none. */
	time(name: string): Date | string | undefined {
		const value = this.given(name);
		if (value === undefined) return undefined;
		const time = parseTime(value, this.context.getTimezone());
		if (time !== undefined) return time;
		throw new AdvisedError(
			`The field ${this.label(name)} must be a date and time, but it is ${inWords(value)}`,
			'Pick a time in the field, or use ISO 8601 such as 2026-01-31T12:00:00Z. Days written in other ways, such as 02/01/2026, mean different days in different countries.',
		);
	}

	/** A time from which on something is wanted; `undefined` also for the word "all". */
	since(name: string): Date | string | undefined {
		const value = this.raw(name);
		const isAll = typeof value === 'string' && value.trim().toLowerCase() === EVERYTHING;
		return isAll ? undefined : this.time(name);
	}

	/** JSON, written as text or given by an expression. What an expression in it gave nothing for is left out. */
	json(name: string, label = this.label(name)): Carried {
		const stored = this.stored(name);
		const evaluate = (text: string): unknown =>
			this.context.evaluateExpression(text, this.itemIndex);
		if (typeof stored === 'string' && embedsExpressions(stored))
			return withoutNothing(stored.slice(1), evaluate, label);
		const value = this.evaluated(name);
		return typeof value === 'string'
			? { json: parseJson(value, label), nothing: [] }
			: carryAsJson(value, label);
	}

	/** The same, or `undefined` when there is none. @throws AdvisedError when an expression gives none. */
	optionalJson(name: string): Carried | undefined {
		return this.given(name) === undefined ? undefined : this.json(name);
	}

	/** Whether a field of a collection was added, be it empty. */
	isAdded(name: string): boolean {
		return (this.stored(name) ?? undefined) !== undefined;
	}

	/** Several addresses: see {@link list}. In one text they are separated by commas, semicolons or line breaks. */
	addresses(name: string): string[] {
		return this.list(name, /[\n,;]+/)
			.map(cleanAddress)
			.filter(Boolean);
	}

	/** Several texts: see {@link list}. In one text they are separated by commas, semicolons or line breaks. */
	words(name: string): string[] {
		return this.list(name, /[\n,;]+/);
	}

	/** Several texts: see {@link list}. In one text they are separated by line breaks. */
	lines(name: string): string[] {
		return this.list(name, /\n+/);
	}

	/**
	 * Several URLs: see {@link list}. In one text they are separated by blanks or commas, each before the next
	 * `http`.
	 *
	 * @throws AdvisedError when one is no web address, or has a blank in it.
	 */
	urls(name: string): string[] {
		return this.list(name, /[\s,]+(?=https?:)/i).map((url) => requireUrl(url, 'A media URL'));
	}

	/**
	 * Several texts, trimmed, without empty ones. They may be entered one by one, or come from an expression as a
	 * list, as JSON of a list, or as one text.
	 */
	private list(name: string, separator: RegExp): string[] {
		return splitText(this.raw(name), separator, this.label(name));
	}

	/** The value; `undefined` when it is not set or left empty. @throws AdvisedError when an expression gives nothing. */
	private given(name: string, label = this.label(name)): unknown {
		const value = this.raw(name);
		if (!isEmpty(value)) return value;
		return this.isExpression(name) ? refuseEmpty(label) : undefined;
	}

	private evaluated(name: string): unknown {
		if (!this.values.has(name)) this.values.set(name, this.evaluate(name));
		return this.values.get(name);
	}

	private evaluate(name: string): unknown {
		const stored = this.stored(name);
		// As n8n would give it; but to each question n8n looks for the field among all of the node's.
		if (isLiteral(stored)) return stored ?? undefined;
		try {
			// Without a value to fall back to, n8n throws.
			return (this.context.getNodeParameter(name, this.itemIndex, null) as unknown) ?? undefined;
		} catch (error) {
			return refuseEndless(error, this.label(name));
		}
	}

	/** What is stored in the workflow, before expressions are resolved. */
	private stored(name: string): unknown {
		const options = { rawExpressions: true };
		return this.context.getNodeParameter(name, this.itemIndex, null, options) as unknown;
	}

	private isExpression(name: string): boolean {
		const stored = this.stored(name);
		const text =
			typeof stored === 'object' && stored !== null && 'value' in stored ? stored.value : stored;
		return isExpression(text);
	}

	/** What a field is called in the form. */
	label(name: string): string {
		return labelOf(this.fields, name);
	}
}

/** n8n looks for its own times in whatever an expression gives, down to the stack's end. */
function refuseEndless(error: unknown, label: string): never {
	if (error instanceof RangeError)
		throw new AdvisedError(
			`The field ${label} holds something that contains itself, or is nested too deep`,
			'Name the fields that you need in the expression, instead of passing on everything.',
		);
	throw error;
}

/** Text as it is, a number or boolean as text, nothing as empty text. @throws AdvisedError for anything else. */
export function asText(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'object')
		throw new AdvisedError(
			`The field ${label} must be a text, but it is ${Array.isArray(value) ? 'an array' : 'an object'}`,
			'Check the expression in that field: it should give one value, such as {{ $json.text }}.',
		);
	return String(value);
}

/** The number that a number or a text says; `NaN` for anything else, blanks too. */
export function asNumber(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
		? Number(value)
		: NaN;
}

const isExpression = (stored: unknown): boolean =>
	typeof stored === 'string' && stored.startsWith('=');

/** Whether what is stored is a value on its own. A list or an object may hold expressions. */
const isLiteral = (stored: unknown): boolean =>
	stored === null || (typeof stored !== 'object' && !isExpression(stored));

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

function requireUrl(url: string, label: string): string {
	if (/^https?:\/\/\S+$/i.test(url)) return url;
	throw new AdvisedError(
		`${label} is not a web address: ${url}`,
		'It needs a public address that starts with https://, in which a blank is written as %20.',
	);
}
