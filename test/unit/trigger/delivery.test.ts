import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import {
	isFresh,
	isGenuine,
	marksOf,
	readDelivery,
} from '../../../nodes/AgentPhoneTrigger/delivery';
import { Marks } from '../../../nodes/AgentPhoneTrigger/delivery/marks';

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

describe('isFresh', () => {
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

	it('refuses an empty body', () => {
		expect(isFresh(delivery(new Uint8Array()), NOW, 300)).toBe(false);
	});
});

describe('readDelivery', () => {
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

describe('marks', () => {
	it('of two deliveries differ, those of two attempts do not', () => {
		const one = delivery(Buffer.from('{}'));
		expect(marksOf(one)).toEqual(
			marksOf({ ...one, signature: one.signature.toUpperCase().replace('SHA', 'sha') }),
		);
		expect(marksOf({ ...one, id: 'two' }).id).not.toBe(marksOf(one).id);
		expect(marksOf({ ...one, id: '' }).id).toBeUndefined();
	});

	it('are written and read back, in order, the oldest forgotten', () => {
		fc.assert(
			fc.property(
				fc.array(fc.uuid(), { maxLength: 40 }),
				fc.integer({ min: 1, max: 20 }),
				(ids, most) => {
					const all = ids.map((id) => marksOf({ ...delivery(Buffer.from('{}')), id }).id!);
					const marks = new Marks(most);
					for (const mark of all) marks.add(mark);
					const kept = [...new Set(all.toReversed())].slice(0, most).reverse();
					expect(Marks.parse(marks.toString(), most).latest(most)).toEqual(kept);
					for (const mark of kept) expect(marks.has(mark)).toBe(true);
				},
			),
		);
	});

	it('are read from anything', () => {
		for (const stored of [undefined, null, 7, {}, 'short'])
			expect(Marks.parse(stored, 5).latest(5)).toEqual([]);
	});
});
