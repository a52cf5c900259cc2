import fc from 'fast-check';

import {
	closed,
	isOver,
	keepWaiting,
	MOST_OPEN,
	opened,
	readWaiting,
	released,
	repeated,
	WAITING_KEY,
	withoutOver,
	withoutWaiting,
	writeWaiting,
	type OpenQuestion,
	type Waiting,
} from '../../../nodes/api/dialogue/waiting';
import type { JsonObject } from '../../../nodes/api/model/types';

const NOTHING: Waiting = { open: [], closed: [] };
const at = (second: number) => `2026-01-31T12:00:${String(second).padStart(2, '0')}Z`;
const question = (id: string, second: number, rest: Partial<OpenQuestion> = {}): OpenQuestion => ({
	id,
	at: at(second),
	url: `https://n8n.example.com/webhook-waiting/1/node?signature=${id}`,
	...rest,
});
const ids = (all: Array<{ id: string }>) => all.map(({ id }) => id);

describe('what waits in a conversation', () => {
	it('is written beside the builder’s own metadata, and read again as it was', () => {
		const waiting = opened(
			opened(NOTHING, question('b', 2, { until: at(9), repeats: ['m1'] })),
			question('a', 1),
		);
		const metadata = writeWaiting({ stage: 'new' }, waiting);
		expect(Object.keys(metadata!)).toEqual(['stage', WAITING_KEY]);
		expect(readWaiting(JSON.parse(JSON.stringify(metadata)) as JsonObject)).toEqual(waiting);
		expect(ids(waiting.open)).toEqual(['a', 'b']);
		expect(withoutWaiting(metadata)).toEqual({ stage: 'new' });
	});

	it('leaves nothing behind once nothing waits', () => {
		const metadata = writeWaiting(null, opened(NOTHING, question('a', 1)));
		const after = closed(readWaiting(metadata), 'a', { to: at(5), by: 'msg' });
		expect(after).toEqual(NOTHING);
		expect(writeWaiting(metadata, after)).toBeNull();
		expect(writeWaiting({ stage: 'new' }, after)).toEqual({ stage: 'new' });
		expect(writeWaiting({}, NOTHING)).toEqual({});
	});

	it('remembers a closed question while an older one is open', () => {
		const both = opened(opened(NOTHING, question('a', 1)), question('b', 2));
		const younger = closed(both, 'b', { to: at(5), by: 'msg' });
		expect(younger.closed).toEqual([{ id: 'b', at: at(2), to: at(5), by: 'msg' }]);
		expect(closed(younger, 'a', { to: at(6) })).toEqual(NOTHING);
		expect(closed(both, 'a', { to: at(5) }).closed).toEqual([]);
	});

	it('holds an answer while its run needs it', () => {
		const held = closed(opened(NOTHING, question('a', 1)), 'a', { to: at(5), by: 'm', held: true });
		expect(readWaiting(writeWaiting(null, held)).closed).toEqual([
			{ id: 'a', at: at(1), to: at(5), by: 'm', held: true },
		]);
		expect(released(held, ['other']).closed).toHaveLength(1);
		expect(released(held, ['a'])).toEqual(NOTHING);
	});

	it('ends at its limit', () => {
		const limited = question('a', 1, { until: at(30) });
		expect(isOver(limited, Date.parse(at(29)))).toBe(false);
		expect(isOver(limited, Date.parse(at(30)))).toBe(true);
		expect(isOver(question('a', 1), Infinity)).toBe(false);
		const both = opened(opened(NOTHING, limited), question('b', 2));
		expect(ids(withoutOver(both, Date.parse(at(31))).open)).toEqual(['b']);
	});

	it('is opened again at a new address, not twice', () => {
		const again = question('a', 1, { url: 'https://n8n.example.com/webhook-waiting/2/node' });
		expect(opened(opened(NOTHING, question('a', 1)), again).open).toEqual([again]);
	});

	it('knows a few of the messages that asked again', () => {
		let waiting = opened(NOTHING, question('a', 1));
		for (let n = 0; n < 9; n++) waiting = repeated(waiting, 'a', `m${n}`);
		expect(waiting.open[0]!.repeats).toEqual(['m4', 'm5', 'm6', 'm7', 'm8']);
	});
});

describe('whatever is in the metadata', () => {
	const entry = fc.record(
		{
			id: fc.oneof(fc.string(), fc.integer()),
			at: fc.oneof(fc.constant(at(1)), fc.string()),
			to: fc.constant(at(2)),
			until: fc.oneof(fc.constant(at(3)), fc.string(), fc.constant(null)),
			url: fc.oneof(fc.webUrl(), fc.string(), fc.constant('javascript:alert(1)')),
			repeats: fc.oneof(fc.array(fc.anything()), fc.anything()),
			by: fc.anything(),
			held: fc.anything(),
		},
		{ requiredKeys: [] },
	);
	const stored = fc.oneof(
		fc.anything(),
		fc.record({ version: fc.constant(1), open: fc.array(entry), closed: fc.array(entry) }),
	);

	it('is read without an error, bounded, and only addresses of the web are kept', () => {
		fc.assert(
			fc.property(stored, (value) => {
				const waiting = readWaiting({ [WAITING_KEY]: value });
				expect(waiting.open.length).toBeLessThanOrEqual(MOST_OPEN);
				for (const { url } of waiting.open) expect(url).toMatch(/^https?:/i);
				expect(readWaiting(writeWaiting(null, waiting))).toEqual(waiting);
			}),
		);
	});

	it('is no more than the latest questions', () => {
		const many = Array.from({ length: 59 }, (_, n) => question(`q${n}`, n));
		const { open } = readWaiting({ [WAITING_KEY]: { version: 1, open: many, closed: [] } });
		expect(ids(open)).toEqual(ids(many).slice(-MOST_OPEN));
	});
});

it('survives whatever becomes of the rest, and is never written by hand', () => {
	const metadata = fc.dictionary(
		fc.oneof(fc.string(), fc.constantFrom(WAITING_KEY, '__proto__', 'toString')),
		fc.jsonValue(),
	) as fc.Arbitrary<JsonObject>;
	fc.assert(
		fc.property(fc.option(metadata), fc.option(metadata), (before, next) => {
			const kept = keepWaiting(before, next);
			expect(kept?.[WAITING_KEY]).toEqual(
				before && Object.hasOwn(before, WAITING_KEY) ? before[WAITING_KEY] : undefined,
			);
			expect(withoutWaiting(kept) ?? {}).toEqual(withoutWaiting(next) ?? {});
		}),
	);
});
