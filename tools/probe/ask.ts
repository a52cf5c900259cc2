import { request, type Answer, type Connection } from './request';

/** Asks AgentPhone for a path under its host. */
export type Ask = (path: string, query?: Record<string, string | number>) => Promise<Answer>;

/** The way to AgentPhone of everything that only reads: it can do nothing but GET. */
export function asker(connection: Connection): Ask {
	return async (path, query) => await request(connection, { method: 'GET', path, query });
}
