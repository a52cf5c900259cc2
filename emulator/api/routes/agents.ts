import type { AgentPhone } from 'agentphone';
import type { FastifyInstance } from 'fastify';

import type { Box } from '../../box';
import { hasMore, readPage, slice } from './pages';
import { findAgent } from './scope';

interface OneAgent {
	Params: { id: string };
}

export function agentRoutes(app: FastifyInstance, { store, wire, dialect }: Box): void {
	app.get('/agents', async ({ query, subAccountId }) => {
		const agents = slice(store.agents(subAccountId), readPage(query, dialect));
		return {
			data: agents.data.map((agent) => wire.agent(agent)),
			total: agents.total,
			...(dialect.agentListHasMore && { hasMore: agents.hasMore }),
		} satisfies AgentPhone.AgentListResponse;
	});

	app.get<OneAgent>('/agents/:id', async (request) =>
		wire.agent(findAgent(store, request.params.id, request)),
	);

	app.get<OneAgent>('/agents/:id/conversations', async (request) => {
		const agent = findAgent(store, request.params.id, request);
		const scope = { subAccountId: request.subAccountId, agentId: agent.id };
		const asked = readPage(request.query, dialect);
		const total = store.countConversations(scope);
		return {
			data: store.conversations(scope, asked).map((row) => wire.agentSummary(row)),
			hasMore: hasMore(asked, total),
			total,
		} satisfies AgentPhone.AppRoutesAgentsConversationListResponse;
	});
}
