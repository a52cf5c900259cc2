import fc from 'fast-check';

import {
	applyMetadataChange,
	changesMetadata,
	isMerge,
	mergePatch,
	mergeTopLevel,
	MetadataDraft,
	MetadataNotAnObjectError,
	sameJson,
	type MetadataChange,
} from '../../nodes/api/model/metadata';
import type { Json, JsonObject } from '../../nodes/api/model/types';

/** JSON as it comes from `JSON.parse`, with keys that mean something to JavaScript among the others. */
const keys = fc.oneof(
	fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString', '', '0'),
	fc.string({ maxLength: 3 }),
);
const { json, object } = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
	json: fc.oneof(
		{ maxDepth: 4 },
		fc.oneof(fc.constant(null), fc.boolean(), fc.integer({ min: -3, max: 3 }), fc.string()),
		tie('object'),
		fc.array(tie('json'), { maxLength: 3 }),
	),
	object: fc
		.array(fc.tuple(keys, tie('json')), { maxLength: 4 })
		.map((entries) => Object.fromEntries(entries) as JsonObject),
}));
const changes: fc.Arbitrary<MetadataChange> = fc.record({
	mode: fc.constantFrom('merge', 'mergeTopLevel', 'replace', 'clear', 'keep'),
	metadata: object,
});

describe('JSON Merge Patch', () => {
	// The whole table of RFC 7396, appendix A.
	it.each<[string, string, string]>([
		['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
		['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
		['{"a":"b"}', '{"a":null}', '{}'],
		['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
		['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
		['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
		['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
		['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
		['["a","b"]', '["c","d"]', '["c","d"]'],
		['{"a":"b"}', '["c"]', '["c"]'],
		['{"a":"foo"}', 'null', 'null'],
		['{"a":"foo"}', '"bar"', '"bar"'],
		['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
		['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
		['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
	])('%s with %s becomes %s', (target, patch, result) => {
		const merged = mergePatch(JSON.parse(target) as Json, JSON.parse(patch) as Json);
		expect(JSON.stringify(merged)).toBe(result);
	});

	it('does what the algorithm of the RFC does, for any JSON', () => {
		/** RFC 7396, section 2, with an object as a list of its entries. */
		const reference = (target: Json | undefined, patch: Json): Json => {
			if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
			const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
			let entries = isObject ? Object.entries(target) : [];
			for (const [name, value] of Object.entries(patch)) {
				const old = entries.find(([key]) => key === name);
				if (value === null) entries = entries.filter((entry) => entry !== old);
				else if (old) old[1] = reference(old[1], value);
				else entries.push([name, reference(undefined, value)]);
			}
			return Object.fromEntries(entries);
		};
		fc.assert(
			fc.property(json, json, (target, patch) => {
				const copy = JSON.parse(JSON.stringify(target)) as Json;
				expect(JSON.stringify(mergePatch(target, patch))).toBe(
					JSON.stringify(reference(copy, patch)),
				);
			}),
			{ numRuns: 3_000 },
		);
	});

	it('twice does the same as once', () => {
		fc.assert(
			fc.property(json, json, (target, patch) => {
				const once = mergePatch(target, patch);
				expect(JSON.stringify(mergePatch(once, patch))).toBe(JSON.stringify(once));
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('keys that mean something to JavaScript', () => {
	const patch = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"a":1}}') as JsonObject;

	it.each([
		['merge', mergePatch],
		['mergeTopLevel', mergeTopLevel],
	] as const)('are data to %s', (_mode, merge) => {
		const merged = merge({ a: 1 }, patch) as JsonObject;
		expect(JSON.stringify(merged)).toBe(
			'{"a":1,"__proto__":{"polluted":true},"constructor":{"a":1}}',
		);
		expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it('are not taken from the prototype of what is there', () => {
		const deep = JSON.parse('{"toString":{"a":1},"constructor":{"name":null}}') as JsonObject;
		expect(JSON.stringify(mergePatch({}, deep))).toBe('{"toString":{"a":1},"constructor":{}}');
	});

	it('are removed by null', () => {
		expect(JSON.stringify(mergePatch(patch, JSON.parse('{"__proto__":null}') as Json))).toBe(
			'{"constructor":{"a":1}}',
		);
	});
});

describe('applyMetadataChange', () => {
	it.each<[MetadataChange, JsonObject | null]>([
		[{ mode: 'merge', metadata: { a: { c: 2 }, b: null } }, { a: { b: 1, c: 2 } }],
		[{ mode: 'mergeTopLevel', metadata: { a: { c: 2 }, b: null } }, { a: { c: 2 } }],
		[
			{ mode: 'mergeTopLevel', metadata: { a: { c: null } } },
			{ a: { c: null }, b: 1 },
		],
		[{ mode: 'replace', metadata: { c: null } }, { c: null }],
		[{ mode: 'clear' }, null],
		[{ mode: 'keep' }, { a: { b: 1 }, b: 1 }],
	])('%j', (change, result) => {
		expect(applyMetadataChange({ a: { b: 1 }, b: 1 }, change)).toEqual(result);
	});

	it('merges into metadata that was never set', () => {
		expect(applyMetadataChange(null, { mode: 'merge', metadata: { a: 1, b: null } })).toEqual({
			a: 1,
		});
		expect(applyMetadataChange(null, { mode: 'mergeTopLevel', metadata: { a: 1 } })).toEqual({
			a: 1,
		});
	});

	it.each(['merge', 'mergeTopLevel'] as const)('%s of nothing leaves null as it is', (mode) => {
		expect(applyMetadataChange(null, { mode, metadata: {} })).toBeNull();
		expect(applyMetadataChange(null, { mode, metadata: { a: null } })).toBeNull();
		expect(applyMetadataChange({}, { mode, metadata: {} })).toEqual({});
	});

	it('a draft says of each change whether it changed something', () => {
		fc.assert(
			fc.property(fc.option(object), fc.array(changes, { maxLength: 6 }), (current, several) => {
				const draft = new MetadataDraft(current);
				let before = current;
				for (const change of several) {
					const after = applyMetadataChange(before, change);
					expect(draft.apply(change)).toBe(!sameJson(before, after));
					expect(JSON.stringify(draft.metadata)).toBe(JSON.stringify(after));
					before = structuredClone(after);
				}
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each<[JsonObject, boolean]>([
		[{ a: { b: 1 } }, false],
		[{ a: {} }, false],
		[{ a: { b: 2 } }, true],
		[{ a: { b: null } }, true],
		[{ a: { c: null } }, false],
		[{ b: {} }, true],
	])('merging %j into {"a":{"b":1}} changes something: %p', (metadata, changes) => {
		expect(new MetadataDraft({ a: { b: 1 } }).apply({ mode: 'merge', metadata })).toBe(changes);
	});

	it('copies an object when it is first changed, and not again', () => {
		const draft = new MetadataDraft({ a: { b: 1 } });
		draft.apply({ mode: 'merge', metadata: { a: { c: 1 } } });
		const { metadata } = draft;
		const inner = metadata!.a;
		draft.apply({ mode: 'merge', metadata: { a: { c: 2 }, d: 1 } });
		expect(draft.metadata).toBe(metadata);
		expect(draft.metadata!.a).toBe(inner);
		expect(inner).toEqual({ b: 1, c: 2 });
	});

	it('sets, changes and removes a key called __proto__ like any other', () => {
		const draft = new MetadataDraft({});
		const write = (patch: string) => {
			draft.apply({ mode: 'merge', metadata: JSON.parse(patch) as JsonObject });
			return JSON.stringify(draft.metadata);
		};
		expect(write('{"__proto__":1}')).toBe('{"__proto__":1}');
		expect(write('{"__proto__":{"a":1}}')).toBe('{"__proto__":{"a":1}}');
		draft.metadata!.__proto__ = 2 as never;
		expect(JSON.stringify(draft.metadata)).toBe('{"__proto__":2}');
		expect(write('{"__proto__":null}')).toBe('{}');
	});

	it.each([
		[null, 'null'],
		[undefined, 'undefined'],
		[[1], 'an array'],
		['text', 'a string'],
		[7, 'a number'],
		[true, 'a boolean'],
	])('says that %p is no object, and what to give instead', (metadata, what) => {
		expect(() => applyMetadataChange({}, { mode: 'replace', metadata })).toThrow(
			expect.objectContaining({
				message: `The metadata must be a JSON object, but it is ${what}`,
				advice: expect.stringContaining('{"values": […]}'),
			}),
		);
	});

	it.each([null, undefined, [], [{ a: 1 }], 'text', 1, true])('refuses %p', (metadata) => {
		for (const mode of ['merge', 'mergeTopLevel', 'replace'] as const)
			expect(() => applyMetadataChange({}, { mode, metadata })).toThrow(MetadataNotAnObjectError);
	});

	it('does not change what is passed in', () => {
		const freeze = <Value>(value: Value): Value => {
			if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
			return Object.freeze(value);
		};
		fc.assert(
			fc.property(object, changes, (current, change) => {
				const before = JSON.stringify([current, change]);
				applyMetadataChange(freeze(current), freeze(change));
				expect(JSON.stringify([current, change])).toBe(before);
			}),
		);
	});

	it('applied one by one with the result stored between gives what folding gives', () => {
		fc.assert(
			fc.property(fc.option(object), fc.array(changes, { maxLength: 5 }), (current, several) => {
				const fold = several.reduce(applyMetadataChange, current);
				let stored = JSON.stringify(current);
				for (const change of several)
					stored = JSON.stringify(
						applyMetadataChange(JSON.parse(stored) as JsonObject | null, change),
					);
				expect(JSON.stringify(fold)).toBe(stored);
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('sameJson', () => {
	it('does not mind the order of keys', () => {
		expect(sameJson({ a: 1, b: [{ c: null, d: 1 }] }, { b: [{ d: 1, c: null }], a: 1 })).toBe(true);
	});

	it.each<[Json | undefined, Json | undefined]>([
		[{ a: 1 }, { a: 2 }],
		[{ a: 1 }, { b: 1 }],
		[{ a: 1 }, { a: 1, b: null }],
		[{ toString: 1 }, {}],
		[
			[1, 2],
			[2, 1],
		],
		[[1], [1, 2]],
		[[], {}],
		[null, {}],
		[1, '1'],
		[null, undefined],
		[JSON.parse('{"__proto__":1}') as Json, { a: 1 }],
	])('%j is not %j', (one, other) => {
		expect(sameJson(one, other)).toBe(false);
		expect(sameJson(other, one)).toBe(false);
	});

	it('holds between a value and what JSON makes of it', () => {
		fc.assert(
			fc.property(json, (value) => {
				expect(sameJson(value, JSON.parse(JSON.stringify(value)) as Json)).toBe(true);
			}),
		);
	});
});

it.each<[MetadataChange, boolean, boolean]>([
	[{ mode: 'merge', metadata: { a: null } }, true, true],
	[{ mode: 'merge', metadata: {} }, false, true],
	// What is no object is refused later, with the reason.
	[{ mode: 'merge', metadata: [] }, true, true],
	[{ mode: 'mergeTopLevel', metadata: { a: 1 } }, true, true],
	[{ mode: 'mergeTopLevel', metadata: {} }, false, true],
	[{ mode: 'replace', metadata: {} }, true, false],
	[{ mode: 'clear' }, true, false],
	[{ mode: 'keep' }, false, false],
])('%j changes the metadata: %p, and depends on what is stored: %p', (change, changes, merges) => {
	expect(changesMetadata(change)).toBe(changes);
	expect(isMerge(change.mode)).toBe(merges);
});
