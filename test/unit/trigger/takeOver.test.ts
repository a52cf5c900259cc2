import { readTakeOver } from '../../../nodes/AgentPhoneTrigger/delivery/takeOver';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const read = (pausedUntil: unknown) => readTakeOver({ pausedUntil }, 'pausedUntil', NOW);

describe('a conversation is left alone', () => {
	it.each([
		'2026-01-31T12:00:01Z',
		'2026-01-31T14:00:00+01:00',
		' 2026-01-31T12:00:00.001Z ',
		'2026-02-01',
		true,
		'true',
	])('while its metadata says %j', (value) => expect(read(value)).toBe('yes'));

	it.each([
		undefined,
		null,
		false,
		'false',
		'',
		'2026-01-31T12:00:00Z',
		'2026-01-31T13:00:00+01:00',
		'2025-12-31',
	])('no more when it says %j', (value) => expect(read(value)).toBe('no'));

	it.each([1_900_000_000, 'tomorrow', '01/02/2099', '2099-13-45', {}, ['2099-01-01'], 'yes'])(
		'not by %j, which names no time',
		(value) => expect(read(value)).toEqual({ invalid: JSON.stringify(value) }),
	);

	it('by the key that was chosen, and by no other', () => {
		const metadata = { handover: '2099-01-01T00:00:00Z' };
		expect(readTakeOver(metadata, 'handover', NOW)).toBe('yes');
		expect(readTakeOver(metadata, 'pausedUntil', NOW)).toBe('no');
		expect(readTakeOver(metadata, 'constructor', NOW)).toBe('no');
		expect(readTakeOver(null, 'handover', NOW)).toBe('no');
	});
});
