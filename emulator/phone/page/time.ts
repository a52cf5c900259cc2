import type { Microseconds } from '../../data/clock';

const CLOCK = new Intl.DateTimeFormat('en', {
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23',
});
const SECONDS = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });
const WEEKDAY = new Intl.DateTimeFormat('en', { weekday: 'long' });
const DATE = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const DAY = 24 * 60 * 60 * 1_000;

export const toDate = (time: Microseconds) => new Date(time / 1_000);
export const clock = (date: Date) => CLOCK.format(date);
export const clockWithSeconds = (date: Date) => SECONDS.format(date);

/** `Today`, `Yesterday`, a weekday of the last week, or a date. */
export function dayName(date: Date, now = new Date()): string {
	const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY);
	if (days === 0) return 'Today';
	if (days === 1) return 'Yesterday';
	return days > 1 && days < 7 ? WEEKDAY.format(date) : DATE.format(date);
}

/** The time of today, or else the day. */
export function shortTime(date: Date, now = new Date()): string {
	return startOfDay(date) === startOfDay(now) ? clock(date) : dayName(date, now);
}

const startOfDay = (date: Date) => new Date(date).setHours(0, 0, 0, 0);
