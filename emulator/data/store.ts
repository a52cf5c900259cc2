import { normalise } from './addresses';
import { Changes } from './changes';
import { CallRecords } from './callRecords';
import { Clock, type Microseconds, type TimeLike } from './clock';
import { Contacts } from './contacts';
import { ConversationIndex, type Scope } from './conversationIndex';
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
	TextChannel,
} from './model';
import { Rows } from './rows';
import { seed, type Seed } from './seed';

const MAIN: Scope = { subAccountId: null };
const START_BALANCE = 100;
/** 24 hours, in microseconds. */
const WHATSAPP_WINDOW = 24 * 3_600 * 1_000_000;

/**
 * AgentPhone's data base. Its rows may be changed in place, except for what they are found by (ids, numbers, participants, `lastMessageAt`).
 */
export class Store {
	readonly clock = new Clock();
	readonly changes = new Changes();
	/** In dollars; at 0 or below, messages are refused with 402. */
	balance = START_BALANCE;
	/** Whether the account may write by WhatsApp; if not, such messages are refused with 403. */
	whatsAppEnabled = true;

	/** Calls need one. */
	hasPaymentMethod = true;
	/** How many calls may be under way at the same time. */
	mostCalls = Infinity;

	/** Why messages to some recipients are refused, by address. */
	private readonly refused = new Map<string, string>();
	private readonly rows = new Rows(this.clock);
	readonly contacts = new Contacts(this.rows);
	readonly calls = new CallRecords(this.rows);
	private readonly subAccounts = new Set<string>();
	private readonly agentRows = new Map<string, Agent>();
	private readonly numberRows = new Map<string, PhoneNumber>();
	private readonly conversationRows = new Map<string, Conversation>();
	private readonly messageRows = new Map<string, Message>();
	/** By conversation, oldest first. */
	private readonly messageLists = new Map<string, Message[]>();
	private readonly index = new ConversationIndex();

	/** An id that no other row has: `wh_1`, `call_2`, … */
	nextId(prefix: string): string {
		return this.rows.nextId(prefix);
	}

	addSubAccount(id = this.rows.nextId('sub')): string {
		this.subAccounts.add(id);
		return id;
	}

	addAgent(draft: AgentDraft = {}): Agent {
		return this.keep(this.agentRows, this.rows.agent(draft));
	}

	/** @param draft `phoneNumber` in any format; an iMessage line unless it says `type: 'sms'` */
	addNumber(draft: NumberDraft = {}): PhoneNumber {
		const agent = this.agent(draft.agentId ?? '');
		return this.keep(this.numberRows, this.rows.number(draft, agent));
	}

	/** The first number of an account (of an agent); one is made where there is none. */
	defaultNumber({ subAccountId, agentId }: Scope = MAIN): PhoneNumber {
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
		const row = this.rows.conversation(draft, this.numberOf(draft));
		const conversation = this.keep(this.conversationRows, row);
		this.messageLists.set(conversation.id, []);
		this.index.insert(conversation);
		this.changes.tell({ type: 'conversation', conversationId: conversation.id, conversation });
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
		const message = this.keep(this.messageRows, this.rows.message(draft, conversation));
		const messages = this.messages(conversationId);
		const isFirst = messages.length === 0;
		insertByTime(messages, message);
		if (message === messages.at(-1)) conversation.channel = message.channel;
		if (isFirst || message.receivedAt >= conversation.lastMessageAt)
			this.index.move(conversation, message.receivedAt, this.rows.nextSequence());
		this.changes.tell({ type: 'message', conversationId, message });
		return message;
	}

	/**
	 * @param draft by the person (`direction: 'inbound'`), unless it says otherwise
	 * @throws Error when there is no such message
	 */
	addReaction(messageId: string, draft: ReactionDraft = {}): Reaction {
		const message = this.message(messageId);
		if (!message) throw new Error(`No message ${messageId}`);
		const { conversationId } = message;
		const reaction = this.rows.reaction(draft, this.existing(conversationId));
		message.reactions.push(reaction);
		this.changes.tell({ type: 'reaction', conversationId, messageId, reaction });
		return reaction;
	}

	/** Has AgentPhone refuse messages to somebody, with that code; without one, it takes them again. */
	refuse(recipient: string, code?: string): void {
		if (code === undefined) this.refused.delete(normalise(recipient));
		else this.refused.set(normalise(recipient), code);
	}

	/** The code that messages to somebody are refused with. */
	refusalOf(recipient: string): string | undefined {
		return this.refused.get(normalise(recipient));
	}

	/**
	 * Until when free text may be written by WhatsApp: 24 hours after the person last wrote there.
	 *
	 * @returns `undefined` when they never did, or the conversation is not by WhatsApp
	 */
	whatsAppWindowEnd(conversationId: string): Microseconds | undefined {
		if (this.conversation(conversationId)?.channel !== 'whatsapp') return undefined;
		const last = this.messages(conversationId).findLast(({ direction }) => direction === 'inbound');
		return last && last.receivedAt + WHATSAPP_WINDOW;
	}

	/** Whether somebody can be reached by iMessage: not where they are only known by SMS. */
	hasIMessage(phoneNumber: string): boolean {
		const threads = this.conversations().filter(({ participant }) => participant === phoneNumber);
		return !threads.length || threads.some(({ channel }) => channel === 'imessage');
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

	/** @returns whether it is another background than before */
	setBackground(conversationId: string, imageUrl: string | null): boolean {
		const conversation = this.existing(conversationId);
		const { background: old } = conversation;
		if ((old?.imageUrl ?? null) === imageUrl) return false;
		const version = (old?.version ?? 0) + 1;
		const background = imageUrl === null ? null : { id: this.rows.nextId('bg'), version, imageUrl };
		conversation.background = background;
		this.changes.tell({ type: 'background', conversationId, background });
		return true;
	}

	/** Brings a conversation to the front, as a message would; or to where `at` puts it. */
	touch(conversationId: string, at?: TimeLike): void {
		this.index.move(this.existing(conversationId), this.rows.time(at), this.rows.nextSequence());
	}

	removeConversation(conversationId: string): void {
		this.index.remove(this.existing(conversationId));
		for (const { id } of this.messages(conversationId)) this.messageRows.delete(id);
		this.messageLists.delete(conversationId);
		this.conversationRows.delete(conversationId);
	}

	/** Makes many rows at once, each conversation a minute older than the one before. */
	seed(plan: Seed): Conversation[] {
		return seed(this, plan);
	}

	hasSubAccount(id: string): boolean {
		return this.subAccounts.has(id);
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
		return this.allNumbers().filter((number) => number.subAccountId === subAccountId);
	}

	/** Of every account. */
	allNumbers(): PhoneNumber[] {
		return [...this.numberRows.values()];
	}

	/** A conversation's messages, oldest first. */
	messages(conversationId: string): Message[] {
		return this.messageLists.get(conversationId) ?? [];
	}

	countMessages(): number {
		return this.messageRows.size;
	}

	/** Newest activity first; all of the scope unless a page is asked for. */
	conversations(
		scope: Scope = MAIN,
		{ offset = 0, limit = Infinity }: { offset?: number; limit?: number } = {},
	): Conversation[] {
		return this.index.page(scope, offset, limit);
	}

	countConversations(scope: Scope = MAIN): number {
		return this.index.count(scope);
	}

	/** The conversation of one number with one person (in any format) on a channel, or with a group. */
	thread(numberId: string, participant: string, channel?: TextChannel): Conversation | undefined {
		return this.index.thread(numberId, participant, channel);
	}

	group(groupId: string): Conversation | undefined {
		return this.index.group(groupId);
	}

	/** Forgets every row. Ids are not used again. */
	clear(): void {
		for (const table of [
			this.subAccounts,
			this.agentRows,
			this.numberRows,
			this.conversationRows,
			this.messageRows,
			this.messageLists,
			this.index,
			this.contacts,
			this.calls,
		])
			table.clear();
		this.balance = START_BALANCE;
		this.whatsAppEnabled = true;
		this.hasPaymentMethod = true;
		this.mostCalls = Infinity;
		this.refused.clear();
		this.clock.reset();
		this.changes.tell({ type: 'reset' });
	}

	private existing(conversationId: string): Conversation {
		const conversation = this.conversation(conversationId);
		if (!conversation) throw new Error(`No conversation ${conversationId}`);
		return conversation;
	}

	private numberOf({ phoneNumberId, agentId, subAccountId = null }: ConversationDraft) {
		if (phoneNumberId === undefined)
			return this.defaultNumber({ subAccountId, ...(agentId && { agentId }) });
		return this.number(phoneNumberId) ?? this.addNumber({ id: phoneNumberId, subAccountId });
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
}

function insertByTime(messages: Message[], message: Message): void {
	let position = messages.length;
	while (position > 0 && messages[position - 1].receivedAt > message.receivedAt) position--;
	messages.splice(position, 0, message);
}
