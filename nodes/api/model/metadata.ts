import type { Json, JsonObject } from './types';

/** What an update does with a conversation's metadata. */
export type MetadataMode = 'merge' | 'mergeTopLevel' | 'replace' | 'clear' | 'keep';

export interface MetadataChange {
	mode: MetadataMode;
	/** The patch of the merges, the new metadata of `replace`; of no meaning otherwise. */
	metadata?: unknown;
}

/** Metadata that is not an object, which AgentPhone cannot store. */
export class MetadataNotAnObjectError extends Error {
	readonly advice =
		'Metadata is a JSON object such as {"stage": "booked"}. Put a list or a single value under a name: {"values": […]}.';

	constructor(metadata: unknown) {
		super(`The metadata must be a JSON object, but it is ${describe(metadata)}`);
		this.name = 'MetadataNotAnObjectError';
	}
}

function describe(value: unknown): string {
	if (value === null || value === undefined) return String(value);
	return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/**
 * What the metadata becomes. Several changes folded one after the other give what applying them one by one
 * gives. Nothing that is passed in is changed.
 *
 * @throws MetadataNotAnObjectError when a patch or a replacement is not an object.
 */
export function applyMetadataChange(
	current: JsonObject | null,
	{ mode, metadata }: MetadataChange,
): JsonObject | null {
	switch (mode) {
		case 'keep':
			return current;
		case 'clear':
			return null;
		case 'replace':
			return requireObject(metadata);
		case 'mergeTopLevel':
			return mergeTopLevel(current, requireObject(metadata));
		case 'merge':
			return mergePatch(current, requireObject(metadata)) as JsonObject;
	}
}

/** @throws MetadataNotAnObjectError when it is anything but a JSON object. */
export function requireObject(metadata: unknown): JsonObject {
	if (!isJsonObject(metadata)) throw new MetadataNotAnObjectError(metadata);
	return metadata;
}

/**
 * JSON Merge Patch, RFC 7396: objects merge, `null` removes a key, everything else replaces. Keys are data
 * whatever they are called (`__proto__` too), and keep their order.
 */
export function mergePatch(target: Json | undefined, patch: Json): Json {
	if (!isJsonObject(patch)) return patch;
	const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) merged.delete(key);
		else merged.set(key, mergePatch(merged.get(key), value));
	}
	return Object.fromEntries(merged);
}

/** Replaces the named keys whole and removes those given as `null`, without looking into them. */
export function mergeTopLevel(target: JsonObject | null, patch: JsonObject): JsonObject {
	const merged = new Map(Object.entries(target ?? {}));
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) merged.delete(key);
		else merged.set(key, value);
	}
	return Object.fromEntries(merged);
}

/** Whether two JSON values say the same. The order of keys does not count, and -0 is 0, as in JSON. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
	if (Array.isArray(one) && Array.isArray(other))
		return one.length === other.length && one.every((value, at) => sameJson(value, other[at]));
	if (isJsonObject(one) && isJsonObject(other)) {
		const keys = Object.keys(one);
		return (
			keys.length === Object.keys(other).length &&
			keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
		);
	}
	return one === other;
}

function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
