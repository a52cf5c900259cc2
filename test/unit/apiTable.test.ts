/** The README says of every call of AgentPhone's API what it is here: no call is missing, and what it says is so. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import ts from 'typescript';

import { AgentPhoneApi } from '../../credentials/AgentPhoneApi.credentials';
import { projectFolder } from '../../n8n/folders';
import { resources } from '../../nodes/AgentPhone/resources';

/** A call with its parameters as `{id}`, whatever they are called. */
const call = (method: string, path: string) =>
	`${method} /${path.replace(/^\//, '').replaceAll(/\$?\{[^}]*\}/g, '{id}')}`;

const filesOf = (folder: string, ending: string) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => readFileSync(join(folder, file), 'utf8'));

/** What the official SDK can ask for. */
function callsOfSdk(): string[] {
	const folder = join(dirname(require.resolve('agentphone')), 'api', 'resources');
	return filesOf(folder, 'Client.js').flatMap((source) =>
		[...source.matchAll(/["`](v1\/[^"`]*)["`]\)[^]*?method: "([A-Z]+)"/g)].map(([, path, method]) =>
			call(method, path),
		),
	);
}

/** What the nodes ask for: every request in nodes/api/endpoints, and the credential's test. */
function callsOfNodes(): string[] {
	const sources = filesOf(join(projectFolder, 'nodes', 'api', 'endpoints'), '.ts');
	const { url } = new AgentPhoneApi().test.request;
	return [...sources.flatMap(requestsIn), call('GET', url!)];
}

function requestsIn(source: string): string[] {
	const calls: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isObjectLiteralExpression(node)) {
			const path = propertyOf(node, 'path');
			const method = propertyOf(node, 'method');
			const verb = method && ts.isStringLiteral(method) ? method.text : 'GET';
			if (path) calls.push(...pathsIn(path, source).map((each) => call(verb, each)));
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('endpoint.ts', source, ts.ScriptTarget.Latest));
	return calls;
}

const propertyOf = (object: ts.ObjectLiteralExpression, name: string) =>
	object.properties
		.filter((property) => ts.isPropertyAssignment(property))
		.find((property) => ts.isIdentifier(property.name) && property.name.text === name)?.initializer;

/** The paths that an expression may be; where it calls `pathOf`, those that are written there. */
function pathsIn(expression: ts.Expression, source: string): string[] {
	const code = source.slice(expression.pos, expression.end);
	const text = code.includes('pathOf(') ? /const pathOf =[^;]*;/.exec(source)![0] : code;
	const paths = [...text.matchAll(/['`](\/v1\/[^'`]*)['`]/g)].map(([, path]) => path);
	if (paths.length === 0) throw new Error(`No path can be read from ${code}`);
	return paths;
}

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
const rows = readme
	.slice(readme.indexOf('\n## AgentPhone’s API\n'))
	.split(/\n## (?!AgentPhone’s API)/)[0]
	.split('\n')
	.filter((line) => line.startsWith('| `'))
	.map((line) => {
		const [, calls, here] = line.split('|').map((cell) => cell.trim());
		return { calls: [...calls.matchAll(/`([^`]+)`/g)].map(([, name]) => name), here };
	});
const isHere = ({ here }: { here: string }) => !/^no(t yet)?\b/.test(here);
const named = (some: typeof rows) => some.flatMap(({ calls }) => calls).sort();

describe('the table of AgentPhone’s API in the README', () => {
	it('has every call of the SDK and of the nodes, once', () => {
		expect(named(rows)).toEqual([...new Set([...callsOfSdk(), ...callsOfNodes()])].sort());
	});

	it('says of exactly those that the nodes make that they are here', () => {
		expect(named(rows.filter(isHere))).toEqual([...new Set(callsOfNodes())].sort());
	});

	it('gives a reason where it says no', () => {
		for (const { here } of rows.filter((row) => !isHere(row)))
			expect(here).toMatch(/^no: .{20,}|^not yet$/);
	});

	it('names every operation, and none that there is not', () => {
		const operations = resources.flatMap(({ option: resource, operations }) =>
			operations.map(({ option }) => `${resource.name}: ${option.name}`),
		);
		const mentioned = rows.flatMap(({ here }) =>
			[...here.matchAll(/\*\*(\w+: [^*]+)\*\*/g)].map(([, name]) => name),
		);
		expect([...new Set(mentioned)].sort()).toEqual(operations.sort());
	});
});
