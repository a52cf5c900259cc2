import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

const FOLDER = join(__dirname, 'page');
const TYPES: Record<string, string> = { html: 'text/html', css: 'text/css', svg: 'image/svg+xml' };
const POLICY = "default-src 'self'; img-src * data: blob:; base-uri 'none'; form-action 'none'";

/** Serves the page's files. Its modules are asked for without an ending, and served as JavaScript. */
export function pageFiles(app: FastifyInstance): void {
	app.get('/', async (_request, reply) => {
		const html = await readFile(join(FOLDER, 'index.html'), 'utf8');
		return await reply.type(TYPES.html).header('content-security-policy', POLICY).send(html);
	});
	app.get<{ Params: { name: string } }>('/:name', async ({ params: { name } }, reply) => {
		const [, module, ending] = /^([\w-]+)(?:\.(css|svg))?$/.exec(name) ?? [];
		if (!module) return reply.callNotFound();
		const path = join(FOLDER, ending ? name : `${name}.ts`);
		const changed = await stat(path).catch(() => null);
		if (!changed) return reply.callNotFound();
		reply.header('cache-control', 'no-cache');
		return ending
			? await reply.type(TYPES[ending]).send(await readFile(path, 'utf8'))
			: await reply.type('text/javascript').send(await javaScript(path, changed.mtimeMs));
	});
}

const compiled = new Map<string, { version: number; code: string }>();

/** A TypeScript module as a browser reads it; compiled once per version of the file. */
async function javaScript(path: string, version: number): Promise<string> {
	const known = compiled.get(path);
	if (known?.version === version) return known.code;
	// Loaded when a page is asked for: most who start the emulator never do.
	const { transform } = await import('@swc/core');
	const { code } = await transform(await readFile(path, 'utf8'), {
		filename: path,
		swcrc: false,
		jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
		module: { type: 'es6' },
	});
	compiled.set(path, { version, code });
	return code;
}
