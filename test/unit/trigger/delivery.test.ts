import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import {
	describeUnfit,
	isGenuine,
	marksOf,
	readDelivery,
	type Delivery,
} from '../../../nodes/api/webhook/delivery';
import {
	addMark,
	includesMark,
	Marks,
	mergeMarks,
} from '../../../nodes/AgentPhoneTrigger/delivery/marks';

const isFresh = (delivery: Delivery, now: number, tolerance: number) =>
	describeUnfit(delivery, now, tolerance) === undefined;

const SECRET = 'whsec_test';
const NOW = 1_800_000_000_000;

const sign = (body: Uint8Array, timestamp: string, secret = SECRET) =>
	`sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

function delivery(body: Uint8Array, timestamp = String(NOW / 1000)) {
	return { body, timestamp, id: 'one', signature: sign(body, timestamp) };
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

describe('isGenuine', () => {
	it('accepts what was signed with the secret, whatever the bytes', () => {
		fc.assert(
			fc.property(bytes, (body) => {
				expect(isGenuine(delivery(body), SECRET)).toBe(true);
			}),
		);
	});

	it('refuses any other bytes, timestamp or secret', () => {
		fc.assert(
			fc.property(
				bytes,
				bytes,
				fc.nat(),
				fc.string({ minLength: 1 }),
				(body, other, time, secret) => {
					const real = delivery(body);
					fc.pre(!Buffer.from(body).equals(other) && String(time) !== real.timestamp);
					fc.pre(secret !== SECRET);
					expect(isGenuine({ ...real, body: other }, SECRET)).toBe(false);
					expect(isGenuine({ ...real, timestamp: String(time) }, SECRET)).toBe(false);
					expect(isGenuine(real, secret)).toBe(false);
				},
			),
		);
	});

	it('accepts nothing without a secret, not even what was signed with an empty one', () => {
		const body = Buffer.from('{}');
		const unsigned = { ...delivery(body), signature: sign(body, '1', '') };
		for (const secret of [undefined, '']) expect(isGenuine(unsigned, secret)).toBe(false);
	});

	it('never throws, whatever stands in the headers', () => {
		fc.assert(
			fc.property(
				fc.string(),
				fc.string(),
				fc.string(),
				bytes,
				(signature, timestamp, id, body) => {
					expect(isGenuine({ body, signature, timestamp, id }, SECRET)).toBe(false);
					expect(isFresh({ body, signature, timestamp, id }, NOW, 300)).toBe(false);
				},
			),
		);
	});
});

describe('describeUnfit', () => {
	const body = Buffer.from('{}');

	it.each([
		[-301, false],
		[-300, true],
		[0, true],
		[300, true],
		[301, false],
	])('a timestamp %s seconds away: %s', (seconds, expected) => {
		const timestamp = String(NOW / 1000 + seconds);
		expect(isFresh(delivery(body, timestamp), NOW, 300)).toBe(expected);
	});

	it.each(['', 'now', '1e9', '-5', '1800000000.5', ' 1800000000', 'NaN', '0x6b49d200'])(
		'refuses the timestamp "%s"',
		(timestamp) => {
			expect(isFresh(delivery(body, timestamp), NOW, 1e12)).toBe(false);
		},
	);

	it('says by how much a timestamp is stale', () => {
		const reason = (seconds: number) =>
			describeUnfit(delivery(body, String(NOW / 1000 + seconds)), NOW, 300)?.reason;
		expect(reason(-400)).toMatch('400 seconds old, more than the Timestamp Tolerance of 300');
		expect(reason(500)).toMatch('500 seconds ahead of this clock');
	});

	it.each([
		['no signature', { signature: '' }, 'it has no signature'],
		...[
			'sha256=',
			`x${delivery(body).signature}`,
			`${delivery(body).signature}0`,
			delivery(body).signature.replace('sha256', 'sha512'),
		].map((signature) => [
			`the signature ${signature}`,
			{ signature },
			'its signature is not of the form sha256=<hex>',
		]),
		['no timestamp', { timestamp: '' }, 'its timestamp is no number of seconds'],
		['no body', { body: new Uint8Array() }, 'it has no body'],
	] as Array<[string, Partial<Delivery>, string]>)('%s is malformed', (_what, changes, reason) => {
		expect(describeUnfit({ ...delivery(body), ...changes }, NOW, 300)).toEqual({
			kind: 'malformed',
			reason,
		});
	});

	it('an old timestamp is stale', () => {
		expect(describeUnfit(delivery(body, '1700000000'), NOW, 300)?.kind).toBe('stale');
	});

	it('refuses an empty body', () => {
		expect(isFresh(delivery(new Uint8Array()), NOW, 300)).toBe(false);
	});
});

describe('readDelivery', () => {
	it('takes the bytes as they are, and what AgentPhone says of them', () => {
		const body = Buffer.from('{}');
		const headers = {
			'x-webhook-signature': 'sha256=ab',
			'x-webhook-timestamp': '1800000000',
			'x-webhook-id': 'one',
		};
		const read = readDelivery(headers, body);
		expect(read).toEqual({ body, signature: 'sha256=ab', timestamp: '1800000000', id: 'one' });
		expect(read.body).toBe(body);
	});

	it('takes a header that came more than once for none', () => {
		const headers = { 'x-webhook-signature': ['a', 'b'], 'x-webhook-id': 'one' };
		expect(readDelivery(headers, undefined)).toEqual({
			body: new Uint8Array(),
			signature: '',
			timestamp: '',
			id: 'one',
		});
	});
});

it('takes IDs whole, however long they are', () => {
	const id = (end: string) =>
		readDelivery({ 'x-webhook-id': `${'x'.repeat(500)}${end}` }, undefined);
	expect(marksOf(id('1')).id).not.toBe(marksOf(id('2')).id);
});

describe('marks', () => {
	it('of two deliveries differ, those of two attempts do not', () => {
		const one = delivery(Buffer.from('{}'));
		expect(marksOf(one)).toEqual(
			marksOf({ ...one, signature: one.signature.toUpperCase().replace('SHA', 'sha') }),
		);
		expect(marksOf({ ...one, id: 'two' }).id).not.toBe(marksOf(one).id);
		expect(marksOf({ ...one, id: '' }).id).toBeUndefined();
	});

	const mark = fc.uuid().map((id) => marksOf({ ...delivery(Buffer.from('{}')), id }).id!);
	const different = fc.uniqueArray(mark, { maxLength: 40 });
	const most = fc.integer({ min: 1, max: 20 });
	const write = (all: string[], most: number) =>
		all.reduce((marks, each) => addMark(marks, each, most), '');

	it('are kept in order, the oldest forgotten', () => {
		fc.assert(
			fc.property(fc.array(mark, { maxLength: 40 }), most, (all, most) => {
				const marks = new Marks(most);
				for (const each of all) marks.add(each);
				const kept = [...new Set(all.toReversed())].slice(0, most);
				for (const each of all) expect(marks.has(each)).toBe(kept.includes(each));
			}),
		);
	});

	it('are written one after the other, the oldest forgotten', () => {
		fc.assert(
			fc.property(different, most, (all, most) => {
				const written = write([...all, ...all.slice(-most)], most);
				expect(written).toBe(all.slice(-most).join(''));
				for (const each of all)
					expect(includesMark(written, each)).toBe(all.slice(-most).includes(each));
			}),
		);
	});

	it('are not found across the edge of two others', () => {
		expect(includesMark('aaaabbbbccccdddd', 'bbbbcccc')).toBe(false);
		expect(includesMark('aaaabbbbccccddddbbbbcccc', 'bbbbcccc')).toBe(true);
		expect(includesMark('', 'bbbbcccc')).toBe(false);
	});

	it('of two texts are merged, each once, in the order in which they were known', () => {
		fc.assert(
			fc.property(different, fc.func(fc.boolean()), fc.func(fc.boolean()), (all, here, there) => {
				const [known, stored] = [here, there].map((is) => all.filter((each) => is(each)));
				const merged = mergeMarks(known.join(''), stored.join(''), 80).match(/.{8}/g) ?? [];
				expect(merged.toSorted()).toEqual([...new Set([...known, ...stored])].toSorted());
				expect(merged.filter((each) => known.includes(each))).toEqual(known);
			}),
		);
	});

	it('of two full texts are merged so that the latest of each stay', () => {
		const [common, here, there] = ['c', 'h', 't'].map((letter) =>
			Array.from({ length: 10 }, (_, at) => `${letter}${at}`.padEnd(8, '-')),
		);
		const known = [...common, ...here.slice(0, 3)];
		const stored = [...common.slice(5), ...there.slice(0, 5)];
		expect(mergeMarks(known.join(''), stored.join(''), 10)).toBe(
			[...common.slice(8), ...there.slice(0, 5), ...here.slice(0, 3)].join(''),
		);
		const [first] = common;
		expect(mergeMarks(first + here[0], first + there[0], 10)).toBe(first + there[0] + here[0]);
		// Nothing in common: what is stored may be another process's.
		expect(mergeMarks(here.join(''), there.join(''), 10)).toBe(there.join(''));
	});

	it('are read from anything', () => {
		for (const stored of [undefined, null, 7, {}, 'short'])
			expect(mergeMarks('', stored, 5)).toBe('');
	});
});
