import { ActivityOrder } from './activityOrder';
import { normalise } from './addresses';
import type { Microseconds } from './clock';
import type { Conversation, TextChannel } from './model';

/** Which conversations are meant: all of one account, or of one agent in it. `null` is the main account. */
export interface Scope {
	subAccountId: string | null;
	agentId?: string;
}

/** Finds conversations: by latest activity, and by who is talking with whom. */
export class ConversationIndex {
	private readonly orders = new Map<string, ActivityOrder<Conversation>>();
	private readonly threads = new Map<string, Conversation>();
	private readonly groups = new Map<string, Conversation>();

	insert(conversation: Conversation): void {
		const { phoneNumberId, participant, groupId } = conversation;
		this.threads.set(threadKey(phoneNumberId, participant, conversation.channel), conversation);
		if (groupId !== null) this.groups.set(groupId, conversation);
		for (const order of this.ordersOf(conversation)) order.insert(conversation);
	}

	remove(conversation: Conversation): void {
		const { phoneNumberId, participant, groupId } = conversation;
		this.threads.delete(threadKey(phoneNumberId, participant, conversation.channel));
		if (groupId !== null) this.groups.delete(groupId);
		for (const order of this.ordersOf(conversation)) order.remove(conversation);
	}

	/** Changes when a conversation was last active, and with it its place. */
	move(conversation: Conversation, lastMessageAt: Microseconds, sequence: number): void {
		const orders = this.ordersOf(conversation);
		for (const order of orders) order.remove(conversation);
		Object.assign(conversation, { lastMessageAt, sequence });
		for (const order of orders) order.insert(conversation);
	}

	/** Newest activity first. */
	page(scope: Scope, offset: number, limit: number): Conversation[] {
		return this.orders.get(orderKey(scope))?.page(offset, limit) ?? [];
	}

	count(scope: Scope): number {
		return this.orders.get(orderKey(scope))?.length ?? 0;
	}

	/**
	 * The conversation of one number with one person, or with a group. WhatsApp is a thread of its own beside that of
	 * iMessage and SMS.
	 */
	thread(numberId: string, participant: string, channel?: TextChannel): Conversation | undefined {
		return this.threads.get(threadKey(numberId, normalise(participant), channel));
	}

	/** The conversation of a group, whichever number it is on. */
	group(groupId: string): Conversation | undefined {
		return this.groups.get(groupId);
	}

	clear(): void {
		for (const index of [this.orders, this.threads, this.groups]) index.clear();
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
const threadKey = (numberId: string, participant: string, channel?: TextChannel) =>
	`${numberId} ${participant}${channel === 'whatsapp' ? ' WhatsApp' : ''}`;
