import type { Ask } from './ask';
import type { Answer } from './request';

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
	/** One conversation whole, of one person if there is one; `undefined` when there is none. */
	detail?: Row;
	/** What was delivered lately to the account's webhooks. */
	deliveries: Row[];
	/** Answers to two questions that are wrong. */
	refusals: { missing: Answer; badLimit: Answer };
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
	const one = conversations.find(({ isGroup }) => isGroup === false) ?? conversations[0];
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
		detail: one && objectOf(await ask(conversationPath(one.id), { message_limit: 1 })),
		deliveries: rowsOf(objectOf(await ask('/v1/webhooks/deliveries', { limit: 100 }))?.items),
		refusals: {
			missing: await ask('/v1/conversations/probe_no_such_conversation'),
			badLimit: await ask('/v1/conversations', { limit: 0 }),
		},
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

/** The object that was answered; `undefined` when it was none, or a refusal. */
export function objectOf({ status, body }: Answer): Row | undefined {
	const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	return status < 300 && isObject ? (body as Row) : undefined;
}

/** The objects in what may be a list. */
export function rowsOf(value: unknown): Row[] {
	const isRow = (entry: unknown): entry is Row => typeof entry === 'object' && entry !== null;
	return Array.isArray(value) ? value.filter(isRow) : [];
}

export const conversationPath = (id: unknown) =>
	`/v1/conversations/${encodeURIComponent(String(id))}`;
const messagesPath = (id: unknown) => `${conversationPath(id)}/messages`;

async function readConversations(ask: Ask): Promise<{ pages: List[]; isWhole: boolean }> {
	const pages: List[] = [];
	for (let offset = 0; pages.length < MOST_PAGES; offset += pages.at(-1)!.data.length) {
		const page = list(await ask('/v1/conversations', { limit: 100, offset }));
		pages.push(page);
		if (page.data.length === 0) return { pages, isWhole: true };
	}
	return { pages, isWhole: false };
}
