import { requirePage } from '../../../nodes/api/lists/page';
import { NotAPageError } from '../../../nodes/api/lists';

const data = [{ id: 'a' }, { id: 'b' }];
const pageOf = (answer: unknown) => requirePage(answer as { data: Array<{ id: string }> });

it.each<[string, object]>([
	['that there are more rows', { hasMore: true }],
	['that there are no more rows', { hasMore: false }],
	['how many there are', { total: 7 }],
	['that there are none', { total: 0 }],
	['both', { hasMore: true, total: 7 }],
	['neither', {}],
])('a page says %s', (_what, says) => {
	expect(pageOf({ data, ...says })).toStrictEqual({ data, ...says });
});

it.each<[object]>([
	[{ hasMore: null, total: null }],
	[{ hasMore: 'false', total: '7' }],
	[{ hasMore: 1, total: true }],
	[{ hasMore: undefined, total: undefined }],
])('what is of another type says nothing: %j', (says) => {
	expect(pageOf({ data, ...says })).toStrictEqual({ data });
});

it.each([
	[undefined],
	[null],
	['<html>'],
	[[]],
	[{}],
	[{ data: 'rows' }],
	[{ data: [{ id: 'a' }, null] }],
	[{ data: [{ id: 'a' }, { id: 7 }] }],
])('%j is no page', (answer) => {
	expect(() => pageOf(answer)).toThrow(NotAPageError);
});
