/** The weekly comparison with AgentPhone's SDK, on the SDK that is installed and on copies of it that changed. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { driftBetween, reportOf } from '../../../tools/sdkDrift/drift';
import { ourEndpoints } from '../../../tools/sdkDrift/ourEndpoints';
import { surfaceOf } from '../../../tools/sdkDrift/surface';
import { typeErrors } from '../../../tools/sdkDrift/typeErrors';

const sdk = dirname(require.resolve('agentphone/package.json'));
const folder = mkdtempSync(join(tmpdir(), 'agentphone-sdk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Type-checking takes its time on a busy machine.
jest.setTimeout(300_000);

const VERSIONS = { ours: '1.0.17', newest: '1.1.0' };
const API = 'dist/cjs/api';

/** A newer SDK, which is the installed one with some texts replaced. */
function changed(name: string, changes: Array<[file: string, from: string, to: string]>): string {
	const copy = join(folder, name);
	cpSync(sdk, copy, { recursive: true });
	for (const [file, from, to] of changes) {
		const path = join(copy, API, file);
		const text = readFileSync(path, 'utf8');
		expect(text).toContain(from);
		writeFileSync(path, text.replaceAll(from, to));
	}
	return copy;
}

const driftTo = (newer: string, errors: string[] = []) =>
	driftBetween(surfaceOf(sdk), surfaceOf(newer), ourEndpoints(), errors);

it('finds the endpoints that the nodes call', () => {
	const ours = ourEndpoints();
	expect([...ours]).toEqual(
		expect.arrayContaining([
			'GET /v1/conversations',
			'PATCH /v1/conversations/{}',
			'POST /v1/messages/{}/reactions',
			'POST /v1/agents/{}/webhook',
			'DELETE /v1/webhooks',
			'GET /v1/calls/{}/transcript',
		]),
	);
});

it('every endpoint that the nodes call is in the SDK', () => {
	const { endpoints } = surfaceOf(sdk);
	expect([...ourEndpoints()].filter((each) => !endpoints.has(each))).toEqual([]);
});

it('says nothing of an SDK that is the same, and type-checks against it', () => {
	expect(typeErrors(sdk)).toEqual([]);
	expect(reportOf(driftTo(sdk), VERSIONS)).toBe('');
});

it('says which endpoints and fields came, went and changed', () => {
	const newer = changed('other', [
		['resources/messages/client/Client.js', '"/v1/messages")', '"/v2/messages")'],
		['types/ContactResponse.d.ts', 'notes?: string | null', 'remarks?: string | null'],
		['types/ContactResponse.d.ts', 'email?: string | null', 'email: string'],
	]);
	expect(reportOf(driftTo(newer), VERSIONS).split('\n').filter(Boolean)).toEqual([
		"AgentPhone's SDK is at 1.1.0; the nodes and the emulator are tested against 1.0.17.",
		'To follow: `npm i -D agentphone@1.1.0`, then `npm test`.',
		'## Endpoints that are gone',
		'- `POST /v1/messages` (the nodes call it)',
		'## New endpoints',
		'- `POST /v2/messages`',
		'## Fields that are gone',
		'- `ContactResponse.notes: optional string | null`',
		'## Fields that changed',
		'- `ContactResponse.email: optional string | null → string`',
		'## New fields',
		'- `ContactResponse.remarks: optional string | null`',
	]);
});

it('says where our types no longer fit', () => {
	const newer = changed('fields', [
		[
			'types/ContactResponse.d.ts',
			'notes?: string | null',
			'notes?: string | null;\n    vip: boolean',
		],
	]);
	const errors = typeErrors(newer);
	expect(errors.join('\n')).toContain('test/conformance/types.test.ts');
	expect(reportOf(driftTo(newer, errors), VERSIONS)).toContain('## Our types no longer fit');
});

it('refuses to compare with what it cannot read', () => {
	const empty = changed('empty', []);
	rmSync(join(empty, API, 'resources'), { recursive: true });
	expect(() => surfaceOf(empty)).toThrow('Found no endpoints or types');
});
