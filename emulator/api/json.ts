import type { FastifyInstance } from 'fastify';

import { malformed } from './errors';

/** Reads JSON bodies as AgentPhone does: none at all is fine, and a broken one is 422. */
export function readJson(server: FastifyInstance): void {
	server.removeContentTypeParser('application/json');
	server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
		if (body === '') return done(null, undefined);
		try {
			done(null, JSON.parse(body as string));
		} catch {
			done(malformed(['body', 0], 'JSON decode error', 'json_invalid'));
		}
	});
}
