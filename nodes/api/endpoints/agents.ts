import type { Api } from '../http/api';
import type { Agent, OffsetQuery, Page } from '../model/types';

export async function listAgents(api: Api, query: OffsetQuery): Promise<Page<Agent>> {
	return await api.request({ path: '/v1/agents', query: { ...query } });
}
