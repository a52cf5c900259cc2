import type { TimestampPrecision } from './data/clock';

/**
 * Every place where AgentPhone's reference is silent, or where its reference and its Conversations guide differ.
 * A client has to be right under each value, so tests run with all of them.
 */
export interface Dialect {
	/** How many digits of a second a timestamp shows. Cursors and ties are judged by what is shown. */
	timestampPrecision: TimestampPrecision;
	/** How UTC is spelt. */
	timestampZone: 'Z' | '+00:00';
	/** `asAsked` obeys `limit`; a number is the size of every page of conversations, agents and numbers. */
	pageSize: 'asAsked' | number;
	/** The same for a conversation's messages. */
	messagePageSize: 'asAsked' | number;
	/** The order of a conversation's messages, in the list and in the detail. */
	messageOrder: 'newestFirst' | 'oldestFirst';
	/**
	 * Which messages a page holds when more match than fit. `order`: the first ones of `messageOrder`, as a plain
	 * ORDER BY … LIMIT does. `newest`: the newest, whatever the order they are shown in. `nearest`: those next to
	 * the cursor, so the oldest when only `after` is given.
	 */
	messagePage: 'order' | 'newest' | 'nearest';
	/**
	 * Whether conversations that show the same time keep their order, or come in another one with each request, as from a
	 * database that sorts by time alone.
	 */
	conversationTies: 'stable' | 'varying';
	/** Whether the list of conversations counts them right, too high, or not at all. */
	conversationTotal: 'exact' | 'tooHigh' | 'absent';
	/** Whether the list of conversations has `hasMore`. */
	conversationListHasMore: boolean;
	/** Whether `before` and `after` include messages of exactly that time. */
	cursor: 'exclusive' | 'inclusive';
	/** Whether a message lists all its media in `mediaUrls` (reference) or has only `mediaUrl` (guide). */
	mediaUrls: 'present' | 'absent';
	/** Whether optional fields without a value are `null` (reference) or left out (SDK). */
	emptyFields: 'null' | 'absent';
	/** Whether a sent or received carousel is one message per image (guide) or one with all (`mediaUrls`). */
	carousel: 'separateMessages' | 'oneMessage';
	/** Whether `group_name` for a conversation that is no group is refused (reference) or ignored (SDK). */
	renameOfNoGroup: 'refused' | 'ignored';
	/** Whether the list of agents has `hasMore`. */
	agentListHasMore: boolean;
	/** What an SMS reaction is refused by: the message's channel (reference) or the number's type (guide). */
	reactionNeeds: 'iMessageMessage' | 'iMessageNumber';
	/** The body of errors, other than 422's list of fields. */
	errorShape: 'error' | 'detail';
	/** What a deleted webhook is answered with: 204 without a body, or 200 with a JSON object. */
	webhookDeleted: 'noContent' | 'json';
	/** What deleting a webhook that is not set is answered with. */
	webhookMissing: 'notFound' | 'asDeleted';
	/**
	 * What a delivery is tried again after: `serverErrors`, timeouts and broken connections (reference: a 4xx is final), or
	 * `everyRefusal`, any answer but a 2xx (older docs).
	 */
	retried: 'serverErrors' | 'everyRefusal';
	/** Whether each attempt of a delivery is stamped and signed anew, or repeats the first one's headers. */
	retryTimestamp: 'fresh' | 'original';
	/** Whether a retry goes to the webhook as it is registered by then, or as it was at the first attempt. */
	retryRegistration: 'current' | 'original';
	/** Whether the events of texts and reactions carry the ids that may be missing (`messageId`, `conversationId`, `numberId`). */
	eventIds: 'present' | 'absent';
	/** Whether `recentHistory` ends before the message that the event is about, or with it. */
	recentHistory: 'earlier' | 'withNewest';
	/** How a call's detail carries what was said: exchanges (public clients), turns as in its transcript, or not at all. */
	callTranscript: 'exchanges' | 'turns' | 'absent';
	/** Whether the agent's own messages are delivered too, with `direction: "outbound"`. */
	outboundEvents: boolean;
}

/** The reading that the reference suggests most. */
export const defaultDialect: Dialect = {
	timestampPrecision: 'milliseconds',
	timestampZone: 'Z',
	pageSize: 'asAsked',
	messagePageSize: 'asAsked',
	messageOrder: 'newestFirst',
	messagePage: 'order',
	conversationTies: 'stable',
	conversationTotal: 'exact',
	conversationListHasMore: true,
	cursor: 'exclusive',
	mediaUrls: 'present',
	emptyFields: 'null',
	carousel: 'separateMessages',
	renameOfNoGroup: 'refused',
	agentListHasMore: false,
	reactionNeeds: 'iMessageMessage',
	errorShape: 'error',
	webhookDeleted: 'noContent',
	webhookMissing: 'notFound',
	retried: 'serverErrors',
	retryTimestamp: 'fresh',
	retryRegistration: 'current',
	eventIds: 'present',
	recentHistory: 'earlier',
	callTranscript: 'exchanges',
	outboundEvents: false,
};
