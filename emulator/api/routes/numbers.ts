import type { AgentPhone } from 'agentphone';
import type { FastifyInstance } from 'fastify';

import type { Box } from '../../box';
import { readPage, slice } from './pages';

export function numberRoutes(app: FastifyInstance, { store, wire, dialect }: Box): void {
	app.get('/numbers', async ({ query, subAccountId }) => {
		const numbers = slice(store.numbers(subAccountId), readPage(query, dialect));
		return {
			...numbers,
			data: numbers.data.map((number) => wire.number(number)),
		} satisfies AgentPhone.PhoneNumberListResponse;
	});
}
