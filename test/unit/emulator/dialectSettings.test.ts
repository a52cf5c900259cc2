import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { defaultDialect } from '../../../emulator/dialect';
import { parseDialectFile, readDialectSettings } from '../../../emulator/dialectSettings';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'dialect-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
	const path = join(folder, 'observed.json');
	writeFileSync(path, content);
	return path;
}

it('a file of every switch is taken as it is', () => {
	expect(parseDialectFile(JSON.stringify({ dialect: defaultDialect }))).toEqual(defaultDialect);
});

it('what else a dialect file holds is left alone', () => {
	const text = '{"dialect": {"cursor": "inclusive"}, "notSeen": {"carousel": "no carousel"}}';
	expect(parseDialectFile(text)).toEqual({ cursor: 'inclusive' });
});

it('pairs and files set switches together, the later over the earlier', () => {
	const path = file('{"dialect": {"cursor": "inclusive", "pageSize": 7}}');
	expect(readDialectSettings(['outboundEvents=true', path, 'pageSize=3'])).toEqual({
		outboundEvents: true,
		cursor: 'inclusive',
		pageSize: 3,
	});
});

it.each([
	['an unknown switch', '{"dialect": {"cursors": "inclusive"}}', 'No such dialect: cursors'],
	[
		'the name of an inherited property',
		'{"dialect": {"toString": 1}}',
		'No such dialect: toString',
	],
	[
		'a value that a switch cannot have',
		'{"dialect": {"cursor": "both"}}',
		'cursor cannot be "both"',
	],
	['text for a boolean', '{"dialect": {"outboundEvents": "true"}}', 'outboundEvents cannot be'],
	['a page of no rows', '{"dialect": {"pageSize": 0}}', 'pageSize cannot be 0'],
	['a file without a dialect', '{"cursor": "inclusive"}', 'Expected an object such as'],
	['a list', '[]', 'Expected an object such as'],
	['text that is not JSON', 'cursor: inclusive', 'This is not JSON'],
])('%s in a dialect file is refused with the reason', (_what, content, reason) => {
	const path = file(content);
	expect(() => readDialectSettings([path])).toThrow(reason);
	expect(() => readDialectSettings([path])).toThrow(path);
});

it('a pair is checked like a file', () => {
	expect(() => readDialectSettings(['cursor=both'])).toThrow('cursor cannot be "both"');
	expect(() => readDialectSettings(['cursors=inclusive'])).toThrow('No such dialect: cursors');
});

it('a file that is not there is refused by its path', () => {
	expect(() => readDialectSettings([join(folder, 'none.json')])).toThrow('none.json');
});
