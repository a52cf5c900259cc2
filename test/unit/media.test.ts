import { readFileName, readMimeType } from '../../nodes/api/media/media';

describe('a file’s name', () => {
	const url = new URL('https://media.example.com/files/Summer%201.jpg?signature=x');

	it.each([
		[undefined, 'Summer 1.jpg'],
		['inline', 'Summer 1.jpg'],
		['attachment; filename=plain.png', 'plain.png'],
		['attachment; filename="two words.png"; size=1', 'two words.png'],
		['attachment; filename="a \\"b\\".png"', 'a "b".png'],
		["attachment; filename=old.png; filename*=UTF-8''%C3%A9t%C3%A9.png", 'été.png'],
		['attachment; filename="../../etc/passwd"', 'passwd'],
		['attachment; filename="C:\\\\temp\\\\a.png"', 'a.png'],
		["attachment; filename*=UTF-8''%2e%2e%2fa.png", 'a.png'],
	])('by %s is %s', (disposition, name) => {
		expect(readFileName({ 'content-disposition': disposition }, url)).toBe(name);
	});

	it('is there even when nothing tells it', () => {
		expect(readFileName({}, new URL('https://example.com/'))).toBe('file');
		expect(readFileName({}, new URL('https://example.com/%E0%A4%A'))).toBe('%E0%A4%A');
	});
});

it.each([
	['image/JPEG; charset=binary', 'image/jpeg'],
	['application/octet-stream', undefined],
	['', undefined],
	[undefined, undefined],
])('the type of %s is %s', (header, type) => {
	expect(readMimeType({ 'content-type': header })).toBe(type);
});
