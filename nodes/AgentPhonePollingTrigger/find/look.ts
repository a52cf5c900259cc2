import type { ConversationFilters } from '../../api/model/conversationFilters';
import type { Conversation, ConversationSummary, Message, Page } from '../../api/model/types';
import type { State } from '../state';

/** AgentPhone, as far as a poll asks it. */
export interface Reader {
	listConversations(query: { limit: number; offset: number }): Promise<Page<ConversationSummary>>;
	/** With its newest hundred messages; `undefined` when it is gone. */
	conversation(id: string): Promise<Conversation | undefined>;
	listMessages(
		id: string,
		query: { limit: number; before?: string; after?: string },
	): Promise<Page<Message>>;
}

/** What is looked for, and what there is to look with. */
export interface Look {
	reader: Reader;
	filters: ConversationFilters;
	/** Whether there is time to look at another conversation. */
	hasTime(): boolean;
}

/** What was found, the oldest first, and what is to be remembered once it is handed on. */
export interface Found<Thing> {
	things: Thing[];
	state: State;
}
