import type { Clock } from './clock';
import type {
	Agent,
	AgentDraft,
	Conversation,
	ConversationDraft,
	MessageDraft,
	NumberDraft,
	PhoneNumber,
} from './model';

/** What rows are put into. */
interface Seeded {
	clock: Clock;
	addAgent(draft?: AgentDraft): Agent;
	addNumber(draft?: NumberDraft): PhoneNumber;
	addConversation(draft: ConversationDraft): Conversation;
	addMessage(conversationId: string, draft: MessageDraft): unknown;
}

/** How much to make. */
export interface Seed {
	conversations: number;
	/** Messages in each conversation; default 1. */
	messages?: number;
	/** Agents that share the conversations, each with a number of its own; default 1. */
	agents?: number;
}

const MINUTE = 60_000;
const NAMES = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Tony'];

/**
 * Fills a store with conversations in order of activity: the first one given back is the most recent, each next
 * one was active a minute earlier. Every second has metadata, every tenth is a group.
 */
export function seed(
	store: Seeded,
	{ conversations, messages = 1, agents = 1 }: Seed,
): Conversation[] {
	const numbers = Array.from({ length: Math.max(1, agents) }, () =>
		store.addNumber({ agentId: agents > 0 ? store.addAgent().id : null }),
	);
	const now = store.clock.now();
	const made: Conversation[] = [];
	for (let index = conversations - 1; index >= 0; index--) {
		const lastMessageAt = now - index * MINUTE;
		const conversation = store.addConversation({
			phoneNumberId: numbers[index % numbers.length].id,
			lastMessageAt,
			createdAt: lastMessageAt - messages * MINUTE,
			metadata: index % 2 === 0 ? { name: NAMES[index % NAMES.length], visits: index } : null,
			...(index % 10 === 9 && {
				groupName: `Group ${index}`,
				participants: [
					{ identifier: '+14155550101', name: 'Ada' },
					{ identifier: '+14155550102', name: 'Grace' },
				],
			}),
		});
		for (let message = messages - 1; message >= 0; message--)
			store.addMessage(conversation.id, {
				receivedAt: lastMessageAt - message * 1_000,
				direction: message % 2 === 0 ? 'inbound' : 'outbound',
			});
		made.push(conversation);
	}
	return made.reverse();
}
