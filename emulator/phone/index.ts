import type { FastifyInstance } from 'fastify';

import type { Box } from '../box';
import { ApiError } from '../api/errors';
import { deeds } from './deeds';
import { pageFiles } from './pageFiles';

/**
 * A customer's phone at `/phone`: a page on which somebody plays the person at the other end, and sees beside the
 * chat what the agent's flow makes of it. It reads the box's changes from `/_emulator/events`.
 *
 * `/phone?me=+14155550117` opens it as that person; `&chat=<conversation id>` in one chat.
 */
export async function phone(app: FastifyInstance, box: Box): Promise<void> {
	app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
		const status = error instanceof ApiError ? error.status : (error.statusCode ?? 500);
		return await reply.code(status).send({ error: { message: error.message } });
	});
	pageFiles(app);
	deeds(app, box);
}
