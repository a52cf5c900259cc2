import type { Conversation, Message } from '../../data/model';
import type { Phone } from './phone';

/** `+14155550117` as a person would write it; other countries' numbers and emails stay as they are. */
export function pretty(address: string): string {
	const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(address) ?? [];
	return area ? `+1 (${area}) ${exchange}-${line}` : address;
}

/** What a chat is called: the group's name, those in it, or whom it is with. */
export function titleOf(phone: Phone, { groupId, groupName, participants, ...line }: Conversation) {
	if (groupId === null) {
		const name = lineName(phone, line.phoneNumber);
		// One person may have two chats with a number.
		return line.channel === 'whatsapp' ? `${name} (WhatsApp)` : name;
	}
	if (groupName) return groupName;
	const others = participants?.filter(({ identifier }) => identifier !== phone.me) ?? [];
	const names = others.map(({ identifier }) => personName(phone, participants, identifier));
	return [lineName(phone, line.phoneNumber), ...names].join(', ');
}

/** The agent behind a number, or the number itself. */
export function lineName({ lines }: Phone, phoneNumber: string): string {
	const line = lines.find((each) => each.phoneNumber === phoneNumber);
	return line?.agentName ?? pretty(phoneNumber);
}

/** Who wrote a message. */
export function senderOf(phone: Phone, { participants }: Conversation, message: Message): string {
	if (phone.isMine(message)) return 'You';
	if (message.direction === 'outbound') return lineName(phone, message.fromNumber);
	return personName(phone, participants, message.senderIdentifier ?? message.fromNumber);
}

export function personName(
	{ people }: Phone,
	participants: Conversation['participants'],
	address: string,
): string {
	const known = [...(participants ?? []), ...people].find(
		({ identifier, name }) => identifier === address && name,
	);
	return known?.name ?? pretty(address);
}

/** One or two letters that stand for a name; a number has none. */
export function initials(name: string): string {
	const words = name.match(/\p{L}[\p{L}'’-]*/gu) ?? [];
	return words
		.slice(0, 2)
		.map(([letter]) => letter.toUpperCase())
		.join('');
}
