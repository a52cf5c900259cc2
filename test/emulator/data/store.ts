import { ActivityOrder } from './activityOrder';
import { normalise } from './addresses';
import { Changes } from './changes';
import { Clock, toMicroseconds, type Microseconds, type TimeLike } from './clock';
import type {
	Agent,
	AgentDraft,
	Conversation,
	ConversationDraft,
	Message,
	MessageDraft,
	Metadata,
	NumberDraft,
	PhoneNumber,
	Reaction,
	ReactionDraft,
} from './model';
import { seed, type Seed } from './seed';

/** Which conversations are meant: all of one account, or of one agent in it. `null` is the main account. */
export interface Scope {
	subAccountId: string | null;
	agentId?: string;
}

/** AgentPhone's data base. Rows are made whole from whatever a test says of them, and can be changed in place. */
export class Store {
	readonly clock = new Clock();
	readonly changes = new Changes();
	/** In dollars; at 0 or below, messages are refused with 402. */
	balance = 100;

	private readonly agentRows = new Map<string, Agent>();
	private readonly numberRows = new Map<string, PhoneNumber>();
	private readonly conversationRows = new Map<string, Conversation>();
	private readonly messageRows = new Map<string, Message>();
	private readonly messagesOf = new Map<string, Message[]>();
	private readonly orders = new Map<string, ActivityOrder<Conversation>>();
	private readonly threads = new Map<string, Conversation>();
	private readonly subAccounts = new Set<string>();
	private counter = 0;

	/** An id that no other row has: `conv_1`, `msg_2`, … */
	nextId(prefix: string): string {
		return `${prefix}_${++this.counter}`;
	}

	addSubAccount(id = this.nextId('sub')): string {
		this.subAccounts.add(id);
		return id;
	}

	hasSubAccount(id: string): boolean {
		return this.subAccounts.has(id);
	}

	addAgent(draft: AgentDraft = {}): Agent {
		const id = draft.id ?? this.nextId('agt');
		const agent: Agent = {
			name: `Agent ${this.agentRows.size + 1}`,
			subAccountId: null,
			...draft,
			id,
			createdAt: this.time(draft.createdAt),
		};
		return this.keep(this.agentRows, agent);
	}

	/** @param draft `phoneNumber` in any format; an iMessage line unless it says `type: 'sms'` */
	addNumber(draft: NumberDraft = {}): PhoneNumber {
		const id = draft.id ?? this.nextId('num');
		const number: PhoneNumber = {
			country: 'US',
			status: 'active',
			type: 'imessage',
			agentId: null,
			supportsEmojiReactions: true,
			subAccountId: this.agent(draft.agentId ?? '')?.subAccountId ?? null,
			...draft,
			id,
			phoneNumber: normalise(draft.phoneNumber ?? `+1415555${1000 + this.numberRows.size}`),
			createdAt: this.time(draft.createdAt),
		};
		return this.keep(this.numberRows, number);
	}

	/** The first number of an account (of an agent); one is made where there is none. */
	defaultNumber({ subAccountId, agentId }: Scope = { subAccountId: null }): PhoneNumber {
		const found = this.numbers(subAccountId).find(
			(number) => agentId === undefined || number.agentId === agentId,
		);
		if (found) return found;
		const agent = agentId ?? this.agents(subAccountId)[0]?.id ?? null;
		return this.addNumber({ agentId: agent, subAccountId });
	}

	/**
	 * A conversation with a new person, on the account's first number unless `phoneNumberId` names another. With a
	 * `groupId` or `participants` it is a group. It counts as active now unless `lastMessageAt` says when.
	 */
	addConversation(draft: ConversationDraft = {}): Conversation {
		const id = draft.id ?? this.nextId('conv');
		const number = this.numberFor(draft);
		const isGroup = Boolean(draft.groupId ?? draft.participants);
		const groupId = isGroup ? (draft.groupId ?? this.nextId('grp')) : null;
		const lastMessageAt = this.time(draft.lastMessageAt);
		const conversation: Conversation = {
			agentId: number.agentId,
			groupName: null,
			groupIconUrl: null,
			participants: null,
			metadata: null,
			channel: number.type,
			background: null,
			subAccountId: number.subAccountId,
			...draft,
			id,
			groupId,
			phoneNumberId: number.id,
			phoneNumber: number.phoneNumber,
			participant: normalise(
				groupId ?? draft.participant ?? personNumber(this.conversationRows.size),
			),
			lastMessageAt,
			createdAt: draft.createdAt === undefined ? lastMessageAt : toMicroseconds(draft.createdAt),
			sequence: ++this.counter,
		};
		this.keep(this.conversationRows, conversation);
		this.messagesOf.set(id, []);
		this.threads.set(threadKey(conversation.phoneNumberId, conversation.participant), conversation);
		for (const order of this.ordersOf(conversation)) order.insert(conversation);
		this.changes.tell({ type: 'conversation', conversationId: id, conversation });
		return conversation;
	}

	/**
	 * A message, inbound unless it says otherwise, now unless `receivedAt` says when. Its conversation becomes as
	 * active as its latest message.
	 *
	 * @throws Error when there is no such conversation
	 */
	addMessage(conversationId: string, draft: MessageDraft = {}): Message {
		const conversation = this.existing(conversationId);
		const { direction = 'inbound' } = draft;
		const fromPerson = direction === 'inbound';
		const person = draft.senderIdentifier ?? conversation.participant;
		const message: Message = {
			body: `Message ${this.counter + 1}`,
			fromNumber: fromPerson ? person : conversation.phoneNumber,
			toNumber: fromPerson ? conversation.phoneNumber : conversation.participant,
			senderIdentifier: null,
			channel: conversation.channel,
			mediaUrls: [],
			sendStyle: null,
			replyToMessageId: null,
			...draft,
			id: draft.id ?? this.nextId('msg'),
			direction,
			conversationId,
			reactions: (draft.reactions ?? []).map((reaction) => this.reaction(conversation, reaction)),
			receivedAt: this.time(draft.receivedAt),
			sequence: ++this.counter,
		};
		this.keep(this.messageRows, message);
		const messages = this.messagesOf.get(conversationId)!;
		const isFirst = messages.length === 0;
		insertByTime(messages, message);
		conversation.channel = message.channel;
		if (isFirst || message.receivedAt >= conversation.lastMessageAt)
			this.moveTo(conversation, message.receivedAt);
		this.changes.tell({ type: 'message', conversationId, message });
		return message;
	}

	/** @param draft `direction: 'inbound'`: by the person, unless it says outbound */
	addReaction(messageId: string, draft: ReactionDraft = {}): Reaction {
		const message = this.messageRows.get(messageId);
		if (!message) throw new Error(`No message ${messageId}`);
		const reaction = this.reaction(this.existing(message.conversationId), draft);
		message.reactions.push(reaction);
		const { conversationId } = message;
		this.changes.tell({ type: 'reaction', conversationId, messageId, reaction });
		return reaction;
	}

	/** Replaces the metadata whole. */
	setMetadata(conversationId: string, metadata: Metadata | null): void {
		this.existing(conversationId).metadata = metadata;
		this.changes.tell({ type: 'metadata', conversationId, metadata });
	}

	renameGroup(conversationId: string, groupName: string | null): void {
		this.existing(conversationId).groupName = groupName;
		this.changes.tell({ type: 'group', conversationId, groupName });
	}

	/** @returns the background, and whether it is another one than before */
	setBackground(conversationId: string, imageUrl: string) {
		const conversation = this.existing(conversationId);
		const { background: old } = conversation;
		const changed = old?.imageUrl !== imageUrl;
		const background =
			old && !changed ? old : { id: this.nextId('bg'), version: (old?.version ?? 0) + 1, imageUrl };
		conversation.background = background;
		this.changes.tell({ type: 'background', conversationId, background });
		return { background, changed };
	}

	removeBackground(conversationId: string): void {
		this.existing(conversationId).background = null;
		this.changes.tell({ type: 'background', conversationId, background: null });
	}

	/** Brings a conversation to the front, as a message would. */
	touch(conversationId: string, at?: TimeLike): void {
		this.moveTo(this.existing(conversationId), this.time(at));
	}

	removeConversation(conversationId: string): void {
		const conversation = this.existing(conversationId);
		for (const order of this.ordersOf(conversation)) order.remove(conversation);
		for (const message of this.messages(conversationId)) this.messageRows.delete(message.id);
		this.threads.delete(threadKey(conversation.phoneNumberId, conversation.participant));
		this.messagesOf.delete(conversationId);
		this.conversationRows.delete(conversationId);
	}

	/** Makes many rows at once, each conversation a minute older than the one before. */
	seed(plan: Seed): Conversation[] {
		return seed(this, plan);
	}

	agent(id: string): Agent | undefined {
		return this.agentRows.get(id);
	}

	number(id: string): PhoneNumber | undefined {
		return this.numberRows.get(id);
	}

	conversation(id: string): Conversation | undefined {
		return this.conversationRows.get(id);
	}

	message(id: string): Message | undefined {
		return this.messageRows.get(id);
	}

	agents(subAccountId: string | null = null): Agent[] {
		return [...this.agentRows.values()].filter((agent) => agent.subAccountId === subAccountId);
	}

	numbers(subAccountId: string | null = null): PhoneNumber[] {
		return [...this.numberRows.values()].filter((number) => number.subAccountId === subAccountId);
	}

	/** Of every account. */
	allNumbers(): PhoneNumber[] {
		return [...this.numberRows.values()];
	}

	/** A conversation's messages, oldest first. */
	messages(conversationId: string): Message[] {
		return this.messagesOf.get(conversationId) ?? [];
	}

	/** Newest activity first; all of the scope unless a page is asked for. */
	conversations(
		scope: Scope = { subAccountId: null },
		{ offset = 0, limit = Infinity }: { offset?: number; limit?: number } = {},
	): Conversation[] {
		return this.orders.get(orderKey(scope))?.page(offset, limit) ?? [];
	}

	countMessages(): number {
		return this.messageRows.size;
	}

	countConversations(scope: Scope = { subAccountId: null }): number {
		return this.orders.get(orderKey(scope))?.length ?? 0;
	}

	/** The conversation of one number with one person, or with a group. */
	thread(numberId: string, participant: string): Conversation | undefined {
		return this.threads.get(threadKey(numberId, normalise(participant)));
	}

	/** The conversation of a group, whichever number it is on. */
	group(groupId: string): Conversation | undefined {
		return [...this.numberRows.keys()]
			.map((numberId) => this.thread(numberId, groupId))
			.find((conversation) => conversation !== undefined);
	}

	/** Forgets every row. Ids are not used again. */
	clear(): void {
		const rows = [this.agentRows, this.numberRows, this.conversationRows, this.messageRows];
		for (const table of [...rows, this.messagesOf, this.orders, this.threads, this.subAccounts])
			table.clear();
		this.balance = 100;
		this.clock.now = Date.now;
		this.changes.tell({ type: 'reset' });
	}

	private time(time: TimeLike | undefined): Microseconds {
		return time === undefined ? this.clock.stamp() : toMicroseconds(time);
	}

	private existing(conversationId: string): Conversation {
		const conversation = this.conversationRows.get(conversationId);
		if (!conversation) throw new Error(`No conversation ${conversationId}`);
		return conversation;
	}

	private numberFor({
		phoneNumberId,
		agentId,
		subAccountId = null,
	}: ConversationDraft): PhoneNumber {
		if (phoneNumberId === undefined)
			return this.defaultNumber({ subAccountId, ...(agentId && { agentId }) });
		return this.number(phoneNumberId) ?? this.addNumber({ id: phoneNumberId, subAccountId });
	}

	private reaction(conversation: Conversation, draft: ReactionDraft): Reaction {
		const { direction = 'inbound' } = draft;
		return {
			reactionType: 'love',
			fromNumber: direction === 'inbound' ? conversation.participant : conversation.phoneNumber,
			...draft,
			id: draft.id ?? this.nextId('rct'),
			direction,
			createdAt: this.time(draft.createdAt),
		};
	}

	private keep<Row extends { id: string; subAccountId?: string | null }>(
		table: Map<string, Row>,
		row: Row,
	): Row {
		if (table.has(row.id)) throw new Error(`There is already a row ${row.id}`);
		if (row.subAccountId) this.subAccounts.add(row.subAccountId);
		table.set(row.id, row);
		return row;
	}

	private moveTo(conversation: Conversation, lastMessageAt: Microseconds): void {
		const orders = this.ordersOf(conversation);
		for (const order of orders) order.remove(conversation);
		Object.assign(conversation, { lastMessageAt, sequence: ++this.counter });
		for (const order of orders) order.insert(conversation);
	}

	private ordersOf({ subAccountId, agentId }: Conversation): ActivityOrder<Conversation>[] {
		const scopes: Scope[] = [{ subAccountId }, ...(agentId ? [{ subAccountId, agentId }] : [])];
		return scopes.map((scope) => {
			const key = orderKey(scope);
			if (!this.orders.has(key)) this.orders.set(key, new ActivityOrder());
			return this.orders.get(key)!;
		});
	}
}

const orderKey = ({ subAccountId, agentId }: Scope) => `${subAccountId ?? ''} ${agentId ?? ''}`;
const threadKey = (numberId: string, participant: string) => `${numberId} ${participant}`;
const personNumber = (index: number) => `+1628${String(5_550_000 + index).padStart(7, '0')}`;

function insertByTime(messages: Message[], message: Message): void {
	let position = messages.length;
	while (position > 0 && messages[position - 1].receivedAt > message.receivedAt) position--;
	messages.splice(position, 0, message);
}
