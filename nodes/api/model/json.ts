import { AdvisedError } from '../errors/advised';
import type { Json } from './types';

/** No metadata that people write is nested deeper; far deeper, JavaScript's stack would not hold it. */
const DEEPEST = 500;

/** What n8n makes of a DateTime of which it cannot tell the time, where it is inside an object. */
const INVALID_TIME = 'Invalid DateTime';

/** What JSON carries of a value, and where the value had nothing that JSON could carry: `crm.owner`, `tags[2]`. */
export interface Carried {
	/** `undefined` when the whole value is nothing. */
	json: Json | undefined;
	nothing: string[];
}

/**
 * What JSON carries of a value that an expression gave. Nothing (`undefined`) is left out of objects and is `null` in
 * lists, as JSON has it. Times and durations become their ISO text.
 *
 * @param label what the value is called in an error
 * @throws AdvisedError when there is something that JSON would lose or change, naming where.
 */
export function carryAsJson(value: unknown, label: string): Carried {
	const nothing: string[] = [];
	const above = new Set<object>();

	const carry = (each: unknown, place: string): Json | undefined => {
		if (each === undefined) {
			nothing.push(place);
			return undefined;
		}
		if (each === INVALID_TIME) return refuse(label, place, 'an invalid time');
		if (each === null || typeof each === 'string' || typeof each === 'boolean') return each;
		if (typeof each === 'number' && Number.isFinite(each)) return each;
		if (typeof each !== 'object') return refuse(label, place, describe(each));
		if (above.has(each)) return refuse(label, place, 'an object that contains itself');
		if (above.size >= DEEPEST)
			return refuse(label, place, `nested more than ${DEEPEST} levels deep`);
		above.add(each);
		const carried = carryObject(each, place);
		above.delete(each);
		return carried;
	};

	const carryObject = (each: object, place: string): Json | undefined => {
		if (Array.isArray(each))
			return Array.from(each, (entry: unknown, at) => carry(entry, `${place}[${at}]`) ?? null);
		if (isBytes(each)) return refuse(label, place, 'binary data');
		if ('toJSON' in each && typeof each.toJSON === 'function') {
			const json: unknown = each.toJSON();
			// What an invalid time says of itself.
			if (json === null || json === undefined) return refuse(label, place, 'an invalid time');
			return carry(json, place);
		}
		if (!isPlain(each)) return refuse(label, place, describe(each));
		return Object.fromEntries(
			Object.entries(each).flatMap(([key, inner]: [string, unknown]) => {
				const json = carry(inner, place ? `${place}.${key}` : key);
				return json === undefined ? [] : [[key, json]];
			}),
		);
	};

	return { json: carry(value, ''), nothing };
}

/** @throws AdvisedError when JSON is nested deeper than can be merged and compared. */
export function requireShallow(json: Json, label: string): void {
	let level: Json[] = [json];
	for (let depth = 0; level.length; depth++) {
		if (depth > DEEPEST) refuse(label, '', `nested more than ${DEEPEST} levels deep`);
		level = level.flatMap((value) =>
			typeof value === 'object' && value !== null ? Object.values<Json>(value) : [],
		);
	}
}

/** The same in every realm: an expression engine may run in one of its own. */
function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isBytes(value: object): boolean {
	return ArrayBuffer.isView(value) || /Buffer\]$/.test(Object.prototype.toString.call(value));
}

function describe(value: unknown): string {
	if (typeof value === 'number') return String(value);
	if (typeof value === 'bigint') return 'a BigInt';
	if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
	const { constructor } = value;
	return `a ${typeof constructor === 'function' ? constructor.name : ''} object`.replace('  ', ' ');
}

function refuse(label: string, place: string, what: string): never {
	throw new AdvisedError(
		`${label} holds something that JSON cannot carry${place && ` in ${place}`}: ${what}`,
		'Nothing was written. Give text, a number, true or false, a list, an object or null, for example {{ $json.total.toString() }}.',
	);
}
