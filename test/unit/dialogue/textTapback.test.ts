import { isQuotedFrom, readTextTapback } from '../../../nodes/api/dialogue/textTapback';

it.each([
	['Liked “May I?”', { reaction: 'like', quoted: 'May I?' }],
	['Disliked "May I?"', { reaction: 'dislike', quoted: 'May I?' }],
	['Laughed at “May I?”', { reaction: 'laugh', quoted: 'May I?' }],
	['👍 to “May I?”', { reaction: '👍', quoted: 'May I?' }],
	['Reacted 👎 to “May I?”', { reaction: '👎', quoted: 'May I?' }],
	['Liked “Line one\nLine two”', { reaction: 'like', quoted: 'Line one\nLine two' }],
	['Removed a like from “May I?”', { reaction: 'removed', quoted: 'May I?' }],
	['I liked “Dune”', undefined],
	['Liked it', undefined],
	['yes', undefined],
	['', undefined],
])('%j is read as %j', (text, tapback) => {
	expect(readTextTapback(text)).toEqual(tapback);
});

it('a quotation may be cut off, and must not be empty', () => {
	expect(isQuotedFrom('May I book the table?', 'May I book…')).toBe(true);
	expect(isQuotedFrom('May I book the table?', 'May I book the table?')).toBe(true);
	expect(isQuotedFrom('May I book the table?', 'Book the table')).toBe(false);
	expect(isQuotedFrom('May I book the table?', '…')).toBe(false);
});
