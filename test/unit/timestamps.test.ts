import fc from 'fast-check';

import {
	InvalidTimeError,
	isAtOrAfter,
	isBefore,
	MICROSECOND,
	MILLISECOND,
	parseTimestamp,
	printTimestamp,
	readFilterTime,
	readPrecision,
	SECOND,
} from '../../nodes/api/model/timestamps';

const NOON = Date.UTC(2026, 0, 31, 12, 0, 0) * MILLISECOND;

describe('a time is read to the microsecond', () => {
	it.each([
		['2026-01-31T12:00:00Z', NOON],
		['2026-01-31t12:00:00z', NOON],
		['2026-01-31 12:00:00Z', NOON],
		['2026-01-31T12:00Z', NOON],
		['2026-01-31T12:00', NOON],
		['2026-01-31T12:00:00', NOON],
		['2026-01-31T12:00:00+00:00', NOON],
		['2026-01-31T14:30:00+02:30', NOON],
		['2026-01-31T14:30:00+0230', NOON],
		['2026-01-31T07:00:00-05:00', NOON],
		['2026-01-31T12:00:00.5Z', NOON + 500_000],
		['2026-01-31T12:00:00,5Z', NOON + 500_000],
		['2026-01-31T12:00:00.123Z', NOON + 123_000],
		['2026-01-31T12:00:00.000123+00:00', NOON + 123],
		['2026-01-31T12:00:00.123456', NOON + 123_456],
		['2026-01-31T14:30:00.000123+0230', NOON + 123],
		['2026-01-31T12:00:00.1234569Z', NOON + 123_456],
		// Other spellings that JavaScript knows.
		['Sat, 31 Jan 2026 12:00:00 GMT', NOON],
		['2026-01', Date.UTC(2026, 0, 1) * MILLISECOND],
	])('%s', (text, time) => {
		expect(parseTimestamp(text)).toBe(time);
	});

	it.each([
		'',
		'soon',
		'2026-13-31T12:00:00Z',
		'at 2026-01-31T12:00:00Z',
		'2026-01-31T12:00:00Z ?',
	])('"%s" is none', (text) => {
		expect(parseTimestamp(text)).toBeNaN();
	});
});

it.each([
	['2026-01-31T12:00:00Z', SECOND],
	['2026-01-31T12:00', SECOND],
	['soon', SECOND],
	['2026-01-31T12:00:00.1Z', MILLISECOND],
	['2026-01-31T12:00:00.123+00:00', MILLISECOND],
	['2026-01-31T12:00:00.1234Z', MICROSECOND],
	['2026-01-31T12:00:00.123456Z', MICROSECOND],
])('the last digit of %s is worth %i microseconds', (text, step) => {
	expect(readPrecision(text)).toBe(step);
});

describe('a time is printed', () => {
	it.each([
		[NOON + 12_345, SECOND, '2026-01-31T12:00:00Z'],
		[NOON + 999_999, SECOND, '2026-01-31T12:00:00Z'],
		[NOON + 12_345, MILLISECOND, '2026-01-31T12:00:00.012Z'],
		[NOON + 12_345, MICROSECOND, '2026-01-31T12:00:00.012345Z'],
		[NOON + SECOND, MICROSECOND, '2026-01-31T12:00:01.000000Z'],
		[NOON + 12_345, 10, '2026-01-31T12:00:00.012345Z'],
		[-1, MICROSECOND, '1969-12-31T23:59:59.999999Z'],
	])('%i to %i microseconds as %s', (time, precision, text) => {
		expect(printTimestamp(time, precision)).toBe(text);
	});

	it('in whole seconds unless more is asked for, in the zone spelling that is asked for', () => {
		expect(printTimestamp(NOON + 12_345)).toBe('2026-01-31T12:00:00Z');
		expect(printTimestamp(NOON, SECOND, '+00:00')).toBe('2026-01-31T12:00:00+00:00');
	});

	it('so that the same is read again', () => {
		const times = fc.integer({ min: 0, max: 7_000_000_000 * SECOND });
		fc.assert(
			fc.property(
				times,
				fc.constantFrom(SECOND, MILLISECOND, MICROSECOND),
				fc.constantFrom('Z' as const, '+00:00' as const),
				(time, precision, zone) => {
					const printed = printTimestamp(time, precision, zone);
					expect(parseTimestamp(printed)).toBe(Math.floor(time / precision) * precision);
					expect(readPrecision(printed)).toBe(precision);
				},
			),
		);
	});
});

describe('the time of a filter', () => {
	it.each([
		['2026-01-31T12:00:00Z', NOON],
		[' 2026-01-31T12:00:00.000001Z\n', NOON + 1],
		[new Date(NOON / MILLISECOND), NOON],
	])('%p', (value, time) => {
		expect(readFilterTime(value)).toBe(time);
	});

	it.each(['soon', '', new Date(Number.NaN)])('%p is refused, with what to enter', (value) => {
		expect(() => readFilterTime(value)).toThrow(InvalidTimeError);
		expect(() => readFilterTime(value)).toThrow(`"${String(value)}" is not a date and time`);
		expect(new InvalidTimeError('soon').advice).toMatch('Use ISO 8601');
	});
});

it.each([
	// Printed in whole seconds, it stands for all of the second.
	['2026-01-31T12:00:00Z', NOON, true, false],
	['2026-01-31T12:00:00Z', NOON + 999_999, true, true],
	['2026-01-31T12:00:00Z', NOON + SECOND, false, true],
	['2026-01-31T12:00:00.500Z', NOON + 500_000, true, false],
	['2026-01-31T12:00:00.500Z', NOON + 500_999, true, true],
	['2026-01-31T12:00:00.500Z', NOON + 501_000, false, true],
	['2026-01-31T12:00:00.500000Z', NOON + 500_000, true, false],
	['2026-01-31T12:00:00.500000Z', NOON + 500_001, false, true],
	['2026-01-31T12:00:01Z', NOON, true, false],
])('%s may have been at %i or after: %p, before: %p', (text, time, after, before) => {
	expect(isAtOrAfter(text, time)).toBe(after);
	expect(isBefore(text, time)).toBe(before);
});
