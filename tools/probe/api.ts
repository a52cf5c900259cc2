import { request, type Answer, type Connection, type Wanted } from './request';

/** The way to AgentPhone of what was consented to. */
export interface Api {
	/** Ends when the owner stops the probe, but not in the middle of a write. */
	request(wanted: Wanted): Promise<Answer>;
	/** Goes on when the owner has stopped the probe: for giving back. */
	restore(wanted: Wanted): Promise<Answer>;
}

export function apiOf(connection: Connection): Api {
	const unstoppable = { ...connection, signal: undefined };
	return {
		request: async (wanted) => await request(connection, wanted),
		restore: async (wanted) => await request(unstoppable, wanted),
	};
}
