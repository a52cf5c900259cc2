import type { Answer, Ask } from './ask';

export type Row = Record<string, unknown>;

/** The body of a list. */
export interface List {
	data: Row[];
	hasMore?: boolean;
	total?: number;
}

/** What several observations look at, read once. */
export interface Sample {
	/** The list of conversations, page by page as it came. */
	pages: List[];
	conversations: Row[];
	/** Whether the pages go to the end of the list. */
	isWhole: boolean;
	/** `undefined` when it may not be read. */
	agents?: List;
	/** The conversation with the most messages; `undefined` when none has any. */
	longest?: { path: string; messages: Row[]; count: number };
	/** Messages of several conversations. */
	messages: Row[];
	calls: Row[];
}

const MOST_PAGES = 20;
const MOST_CONVERSATIONS = 8;

/** @throws Error that says what to do */
export async function readSample(ask: Ask): Promise<Sample> {
	const { pages, isWhole } = await readConversations(ask);
	const conversations = pages.flatMap(({ data }) => data);
	const long = conversations
		.filter(({ messageCount }) => Number(messageCount) > 0)
		.toSorted((one, other) => Number(other.messageCount) - Number(one.messageCount));
	const read: Row[][] = [];
	for (const { id } of long.slice(0, MOST_CONVERSATIONS))
		read.push(list(await ask(messagesPath(id), { limit: 200 })).data);
	return {
		pages,
		conversations,
		isWhole,
		agents: await listIfAllowed(ask('/v1/agents', { limit: 1 })),
		longest: long[0] && {
			path: messagesPath(long[0].id),
			messages: read[0],
			count: Number(long[0].messageCount),
		},
		messages: read.flat(),
		calls: (await listIfAllowed(ask('/v1/calls', { limit: 20 })))?.data ?? [],
	};
}

/** @throws Error when the answer is no list: a refusal must not pass for an empty one */
export function list({ status, body }: Answer): List {
	if (status === 401) throw new Error('AgentPhone does not accept this key');
	const isList =
		status === 200 && typeof body === 'object' && Array.isArray((body as List | null)?.data);
	if (!isList) throw new Error(`AgentPhone answered ${status} without a list`);
	return body as List;
}

/** A list that an account may not be allowed to read. */
async function listIfAllowed(asked: Promise<Answer>): Promise<List | undefined> {
	const answer = await asked;
	return answer.status === 403 || answer.status === 404 ? undefined : list(answer);
}

const messagesPath = (id: unknown) =>
	`/v1/conversations/${encodeURIComponent(String(id))}/messages`;

async function readConversations(ask: Ask): Promise<{ pages: List[]; isWhole: boolean }> {
	const pages: List[] = [];
	for (let offset = 0; pages.length < MOST_PAGES; offset += pages.at(-1)!.data.length) {
		const page = list(await ask('/v1/conversations', { limit: 100, offset }));
		pages.push(page);
		if (page.data.length === 0) return { pages, isWhole: true };
	}
	return { pages, isWhole: false };
}
