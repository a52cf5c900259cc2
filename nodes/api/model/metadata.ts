import { AdvisedError } from '../errors/advised';
import type { Json, JsonObject } from './types';

/** What an update does with a conversation's metadata. */
export type MetadataMode = 'merge' | 'mergeTopLevel' | 'replace' | 'clear' | 'keep';

export interface MetadataChange {
	mode: MetadataMode;
	/** The patch of the merges, the new metadata of `replace`; of no meaning otherwise. */
	metadata?: unknown;
}

/** Whether a change is to the metadata at all: a merge of nothing is none. */
export const changesMetadata = ({ mode, metadata }: MetadataChange): boolean =>
	mode !== 'keep' &&
	!(isMerge(mode) && isJsonObject(metadata) && Object.keys(metadata).length === 0);

/** Whether what is written depends on what is stored. */
export const isMerge = (mode: MetadataMode): boolean =>
	mode === 'merge' || mode === 'mergeTopLevel';

/** Metadata that is not an object, which AgentPhone cannot store. */
export class MetadataNotAnObjectError extends AdvisedError {
	constructor(metadata: unknown) {
		super(
			`The metadata must be a JSON object, but it is ${describe(metadata)}`,
			'Metadata is a JSON object such as {"stage": "booked"}. Put a list or a single value under a name: {"values": […]}.',
		);
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
	change: MetadataChange,
): JsonObject | null {
	const draft = new MetadataDraft(current);
	draft.apply(change);
	return draft.metadata;
}

/**
 * Metadata that changes are applied to one after the other. What was passed in stays as it is: an object is copied
 * when it is first changed, and only then, so that thousands of changes cost what they change.
 */
export class MetadataDraft {
	/** The objects that are the draft's own. */
	private readonly owned = new WeakSet<JsonObject>();

	constructor(private current: JsonObject | null) {}

	get metadata(): JsonObject | null {
		return this.current;
	}

	/**
	 * @returns whether it says something else than before
	 * @throws MetadataNotAnObjectError when a patch or a replacement is not an object.
	 */
	apply({ mode, metadata }: MetadataChange): boolean {
		switch (mode) {
			case 'keep':
				return false;
			case 'clear':
				return this.become(null);
			case 'replace':
				return this.become(requireObject(metadata));
			case 'mergeTopLevel':
				return this.merge(requireObject(metadata), false);
			case 'merge':
				return this.merge(requireObject(metadata), true);
		}
	}

	private become(metadata: JsonObject | null): boolean {
		const changed = !sameJson(this.current, metadata);
		this.current = metadata;
		return changed;
	}

	/** Metadata that was never set stays so where a patch sets nothing. */
	private merge(patch: JsonObject, isDeep: boolean): boolean {
		const before = this.current;
		const target = this.own(before ?? {});
		const changed = this.mergeInto(target, patch, isDeep);
		this.current = before === null && Object.keys(target).length === 0 ? null : target;
		return changed;
	}

	private mergeInto(target: JsonObject, patch: JsonObject, isDeep: boolean): boolean {
		let changed = false;
		for (const [key, value] of Object.entries(patch)) {
			const isSet = Object.hasOwn(target, key);
			const before = isSet ? target[key] : undefined;
			if (value === null) {
				delete target[key];
				changed ||= isSet;
			} else if (isDeep && isJsonObject(value)) {
				const inner = this.own(isJsonObject(before) ? before : {});
				const innerChanged = this.mergeInto(inner, value, isDeep);
				set(target, key, inner);
				changed ||= innerChanged || !isJsonObject(before);
			} else {
				set(target, key, value);
				changed ||= !sameJson(before, value);
			}
		}
		return changed;
	}

	private own(object: JsonObject): JsonObject {
		if (this.owned.has(object)) return object;
		const copy = { ...object };
		this.owned.add(copy);
		return copy;
	}
}

/** Keys are data whatever they are called: `__proto__` too. */
function set(target: JsonObject, key: string, value: Json) {
	if (key === '__proto__')
		Object.defineProperty(target, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	else target[key] = value;
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
	return applyMetadataChange(isJsonObject(target) ? target : {}, {
		mode: 'merge',
		metadata: patch,
	});
}

/** Replaces the named keys whole and removes those given as `null`, without looking into them. */
export function mergeTopLevel(target: JsonObject | null, patch: JsonObject): JsonObject {
	return applyMetadataChange(target ?? {}, { mode: 'mergeTopLevel', metadata: patch }) ?? {};
}

/** Whether two JSON values say the same. The order of keys does not count, and -0 is 0, as in JSON. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
	if (one === other) return true;
	if (Array.isArray(one) && Array.isArray(other))
		return one.length === other.length && one.every((value, at) => sameJson(value, other[at]));
	if (isJsonObject(one) && isJsonObject(other)) {
		const keys = Object.keys(one);
		return (
			keys.length === Object.keys(other).length &&
			keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
		);
	}
	return false;
}

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
