import fc from 'fast-check';

import { readFileName, safeFileName } from '../../nodes/api/media/fileName';
import { readMimeType } from '../../nodes/api/media/media';

describe('a file’s name', () => {
	const url = new URL('https://media.example.com/files/Summer%201.jpg?signature=x');

	it.each([
		[undefined, 'Summer 1.jpg'],
		['inline', 'Summer 1.jpg'],
		['attachment; filename=plain.png', 'plain.png'],
		['attachment; filename="two words.png"; size=1', 'two words.png'],
		['attachment; filename="a \\"b\\".png"', 'a _b_.png'],
		["attachment; filename=old.png; filename*=UTF-8''%C3%A9t%C3%A9.png", 'été.png'],
		['attachment; filename="../../etc/passwd"', 'passwd'],
		['attachment; filename="C:\\\\temp\\\\a.png"', 'a.png'],
		["attachment; filename*=UTF-8''%2e%2e%2fa.png", 'a.png'],
	])('by %s is %s', (disposition, name) => {
		expect(readFileName({ 'content-disposition': disposition }, url)).toBe(name);
	});

	it('in raw UTF-8, as Node reads the header, is the text that was meant', () => {
		const header = Buffer.from('attachment; filename="Фото été.png"', 'utf8').toString('latin1');
		expect(readFileName({ 'content-disposition': header }, url)).toBe('Фото été.png');
		const latin = 'attachment; filename="\u00e9t\u00e9.png"';
		expect(readFileName({ 'content-disposition': latin }, url)).toBe('été.png');
	});

	it.each([
		['..', 'file'],
		['.', 'file'],
		['...', 'file'],
		['', 'file'],
		['a\0b.png', 'ab.png'],
		['a\r\nb.png', 'ab.png'],
		['photo\u202egnp.exe', 'photognp.exe'],
		['CON.txt', '_CON.txt'],
		['a:b?.png', 'a_b_.png'],
		['a.png. . ', 'a.png'],
		['.hidden', '.hidden'],
	])('%j becomes the safe name %s', (name, safe) => {
		expect(safeFileName(name)).toBe(safe);
	});

	it('of 9,000 characters is cut, and keeps its extension', () => {
		const name = safeFileName(`${'ü'.repeat(9_000)}.jpeg`);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(name).toMatch(/^ü+\.jpeg$/);
	});

	it('is safe whatever a host says', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
				const name = safeFileName(text);
				expect(name).not.toBe('');
				expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
				expect(name).not.toMatch(/[\p{Cc}/\\<>:"|?*\u202a-\u202e]|^\.+$|[. ]$/u);
			}),
		);
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
