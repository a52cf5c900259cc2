import { normalise } from '../data/addresses';
import type { Box } from '../box';
import type { Delivery } from '../webhooks/deliveries';
import type { Conversation, GroupMember, LineType, Message } from '../data/model';

export interface Chat {
	conversation: Conversation;
	/** Oldest first. */
	messages: Message[];
}

/** A number that can be written to. */
export interface Line {
	phoneNumber: string;
	type: LineType;
	agentName: string | null;
}

/** All that one person's phone shows. What happens later comes as changes, from `/_emulator/events`. */
export interface Snapshot {
	/** Whose phone it is: E.164, or an email. */
	me: string;
	/** Whose phone it could be: everybody who is in a chat, as the account's address book calls them. */
	people: GroupMember[];
	lines: Line[];
	chats: Chat[];
	/** The latest, oldest first. */
	deliveries: Delivery[];
	hasWebhook: boolean;
}

/** How much of the past a phone shows. */
const LATEST = { messages: 200, deliveries: 40, people: 50 };
const SOMEBODY = '+14155550117';

/** @param asked whose phone it is, in any format; without it: whoever was in a chat last */
export function snapshot({ store, deliveries, webhooks }: Box, asked?: string): Snapshot {
	const numbers = store.allNumbers();
	const accounts = new Set(numbers.map(({ subAccountId }) => subAccountId));
	const all = [...accounts].flatMap((subAccountId) => store.conversations({ subAccountId }));
	const people = peopleOf(all).map((person) => ({
		...person,
		name: person.name ?? store.contacts.of(person.identifier)?.name ?? null,
	}));
	const me = asked ? normalise(asked) : (people[0]?.identifier ?? SOMEBODY);
	return {
		me,
		people: people.slice(0, LATEST.people),
		lines: numbers.map(({ phoneNumber, type, agentId }) => ({
			phoneNumber,
			type,
			agentName: store.agent(agentId ?? '')?.name ?? null,
		})),
		chats: all
			.filter((conversation) => takesPart(me, conversation))
			.map((conversation) => ({
				conversation,
				messages: store.messages(conversation.id).slice(-LATEST.messages),
			})),
		deliveries: deliveries.log.slice(-LATEST.deliveries),
		hasWebhook: webhooks.all().length > 0,
	};
}

function takesPart(me: string, { participant, participants }: Conversation): boolean {
	return participant === me || !!participants?.some(({ identifier }) => identifier === me);
}

function peopleOf(conversations: Conversation[]): GroupMember[] {
	const people = new Map<string, GroupMember>();
	for (const { groupId, participant, participants } of conversations) {
		const present = groupId === null ? [{ identifier: participant, name: null }] : participants;
		for (const person of present ?? []) {
			const name = person.name ?? people.get(person.identifier)?.name ?? null;
			people.set(person.identifier, { ...person, name });
		}
	}
	return [...people.values()];
}
