import { requireExactNumbers } from '../../nodes/api/model/exactNumbers';
import type { JsonObject } from '../../nodes/api/model/types';

it.each<[JsonObject | null]>([
	[null],
	[{}],
	[{ most: Number.MAX_SAFE_INTEGER, least: Number.MIN_SAFE_INTEGER, part: 0.1, none: null }],
	[{ text: '12345678901234567890', is: true, list: [1, [2.5, { deep: 3 }]] }],
])('%j is kept as it is', (metadata) => {
	expect(() => requireExactNumbers(metadata)).not.toThrow();
});

it.each<[JsonObject, string]>([
	[{ id: 2 ** 53 }, 'id'],
	[{ id: -(2 ** 53) }, 'id'],
	[{ first: 1, crm: { name: 'Ada', owner: { id: 2 ** 60 } } }, 'crm.owner.id'],
	[{ ids: [1, 2, 2 ** 60] }, 'ids.2'],
])('%j is refused, naming %s', (metadata, place) => {
	expect(() => requireExactNumbers(metadata)).toThrow(
		expect.objectContaining({
			message: `The metadata holds a number with more digits than n8n can keep exactly: ${place}`,
			advice: expect.stringContaining('Store it as a text'),
		}),
	);
});

it('what is nested too deep to be looked through is refused', () => {
	let metadata: JsonObject = {};
	for (let depth = 0; depth < 5_000; depth++) metadata = { inner: metadata };
	expect(() => requireExactNumbers(metadata)).toThrow(/^The metadata .*levels deep$/);
});
