/** What a version of AgentPhone's SDK offers, read from its files: the endpoints, and the fields of each type. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import ts from 'typescript';

export interface Surface {
	/** `GET /v1/agents/{}`. */
	endpoints: Set<string>;
	/** What is written of a field, by `ContactResponse.email`. */
	fields: Map<string, string>;
}

/** @param sdk the folder of the package */
export function surfaceOf(sdk: string): Surface {
	const api = join(sdk, 'dist', 'cjs', 'api');
	const files = readdirSync(api, { recursive: true, encoding: 'utf8' }).map((name) =>
		join(api, name),
	);
	const clients = files.filter((file) => file.endsWith('Client.js'));
	const types = files.filter(
		(file) => /\/(types|requests)\/[^/]+\.d\.ts$/.test(file) && !file.endsWith('index.d.ts'),
	);
	const endpoints = new Set(clients.flatMap((file) => endpointsIn(readFileSync(file, 'utf8'))));
	const fields = new Map(types.flatMap((file) => fieldsIn(file)));
	if (endpoints.size === 0 || fields.size === 0)
		throw new Error(`Found no endpoints or types in ${relative('.', sdk)}: is it built otherwise?`);
	return { endpoints, fields };
}

/** The generated clients name method and path once more, where they report a failure. */
const endpointsIn = (client: string) =>
	[...client.matchAll(/"([A-Z]+)", "(\/v\d[^"]*)"\)/g)].map(
		([, method, path]) => `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`,
	);

function fieldsIn(file: string): Array<[string, string]> {
	const source = ts.createSourceFile(
		file,
		readFileSync(file, 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	return source.statements
		.filter(ts.isInterfaceDeclaration)
		.flatMap(({ name: type, members }) =>
			members
				.filter(ts.isPropertySignature)
				.map(({ name, type: value, questionToken }): [string, string] => [
					`${type.text}.${name.getText()}`,
					`${questionToken ? 'optional ' : ''}${value?.getText() ?? 'any'}`,
				]),
		);
}
