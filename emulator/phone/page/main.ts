import type { Message } from '../../data/model';
import type { Change } from '../../data/changes';
import type { Snapshot } from '../snapshot';
import { Actions } from './actions';
import { react, readSnapshot } from './api';
import { ChatList } from './chatList';
import { Composer, type Recipient } from './composer';
import { DeliveriesView } from './deliveriesView';
import { byId, make, setText } from './dom';
import { icon } from './icons';
import { Live } from './live';
import { MetadataView } from './metadataView';
import { initials, lineName, pretty, titleOf } from './names';
import { NewChatDialog } from './newChat';
import { Phone, type Chat } from './phone';
import { Place } from './place';
import { Thread } from './thread';
import { clock } from './time';

/** Milliseconds that the bubble with the three dots stays, unless a message comes first. */
const TYPING = 12_000;

const phone = new Phone();
const place = new Place();
/** Who writes in which chat, as the composer was last told. */
let addressed = '';
/** Until when the agent is typing, by conversation. */
const typingUntil = new Map<string, number>();

const chatList = new ChatList(phone, openChat);
const metadata = new MetadataView();
const deliveries = new DeliveriesView(phone);
const actions = new Actions({ react: tapBack, reply: (message) => composer.replyTo(message) });
const thread = new Thread(phone, (message, button) => actions.open(message, button));
const composer = new Composer();
const newChat = new NewChatDialog(phone, { onNumber: openNumber, onGroup: openChat });

const live = new Live({
	read: async () => {
		const snapshot = await readSnapshot(place.me);
		return () => load(snapshot);
	},
	onChange: take,
	onState: (isLive) => {
		setText(byId('connection'), isLive ? 'Live' : 'Reconnecting…');
		byId('connection').classList.toggle('live', isLive);
	},
});

const writing = () => `${phone.me} ${place.chat ?? place.line ?? ''}`;
const openedChat = (): Chat | undefined => phone.chats.get(place.chat ?? '');

/** Shows all that is there, whatever was shown before. */
function load(snapshot: Snapshot): void {
	phone.load(snapshot);
	place.me = phone.me;
	const me = byId<HTMLInputElement>('me-number');
	if (document.activeElement !== me) me.value = pretty(phone.me);
	byId('people').replaceChildren(
		...phone.people.map(({ identifier, name }) =>
			make('option', { value: pretty(identifier) }, name ?? ''),
		),
	);
	if (!openedChat() && place.line === undefined)
		place.chat = phone.chatList()[0]?.conversation.id ?? null;
	if (addressed !== writing()) address();
	render();
}

function take(change: Change): void {
	if (change.type === 'reset') return void live.refresh();
	phone.apply(change);
	noteTyping(change);
	beginChat(change);
	render();
}

function noteTyping({ type, conversationId = '', message }: Change): void {
	if (type === 'typing') {
		typingUntil.set(conversationId, Date.now() + TYPING);
		setTimeout(render, TYPING + 1);
	}
	if (type === 'message' && (message as Message).direction === 'outbound')
		typingUntil.delete(conversationId);
}

/** The first chat, and one that was begun here, opens as soon as it exists. */
function beginChat({ type, conversationId = '' }: Change): void {
	const chat = phone.chats.get(conversationId);
	if (type !== 'conversation' || !chat) return;
	const { groupId, phoneNumber } = chat.conversation;
	if (!phone.lines.some((line) => line.phoneNumber === phoneNumber)) void live.refresh();
	const isAwaited = place.chat === conversationId || (place.line === phoneNumber && !groupId);
	if (isAwaited || (!place.line && !openedChat())) openChat(conversationId);
}

function openChat(conversationId: string): void {
	place.openChat(conversationId);
	show('chat');
	address();
	render();
	byId('text').focus();
}

function openNumber(phoneNumber: string | undefined): void {
	const known = phone
		.chatList()
		.find(
			({ conversation }) =>
				conversation.groupId === null &&
				conversation.channel !== 'whatsapp' &&
				conversation.phoneNumber === phoneNumber,
		);
	if (known) return openChat(known.conversation.id);
	place.openLine(phoneNumber ?? '');
	show('chat');
	address();
	render();
	byId('text').focus();
}

/** Tells the composer whom it writes to. */
function address(): void {
	const conversation = openedChat()?.conversation;
	const number = conversation?.phoneNumber ?? (place.line || undefined);
	const line = phone.lines.find(({ phoneNumber }) => phoneNumber === number);
	const isGroup = Boolean(conversation?.groupId);
	const recipient: Recipient = {
		from: phone.me,
		to: number,
		groupId: conversation?.groupId ?? undefined,
		canIMessage: line?.type !== 'sms',
		canSms: !isGroup,
		isWhatsApp: conversation?.channel === 'whatsapp',
	};
	addressed = writing();
	const channel = conversation?.channel ?? line?.type ?? 'imessage';
	const isKnown = channel === 'imessage' || channel === 'whatsapp';
	composer.address(recipient, isKnown ? channel : 'sms');
}

function tapBack(message: Message, reaction: string): void {
	react(phone.me, message.id, reaction).catch((error: Error) => {
		setText(byId('trouble'), error.message);
	});
}

function render(): void {
	const chat = openedChat();
	const { conversation } = chat ?? {};
	const isTyping = (typingUntil.get(conversation?.id ?? '') ?? 0) > Date.now();
	const title = conversation
		? titleOf(phone, conversation)
		: place.line
			? lineName(phone, place.line)
			: 'New chat';
	setText(byId('chat-title'), title);
	setText(byId('chat-subtitle'), conversation ? subtitle(conversation) : pretty(place.line ?? ''));
	setText(byId('avatar'), initials(title));
	byId('avatar').classList.toggle('group', Boolean(conversation?.groupId));
	chatList.render(place.chat);
	thread.render(chat, isTyping ? lineName(phone, conversation!.phoneNumber) : null);
	if (metadata.render(conversation?.id ?? null, conversation?.metadata ?? null)) tellNews(true);
	deliveries.render();
	setText(byId('clock'), clock(new Date()));
}

function subtitle({ groupId, participants, phoneNumber }: Chat['conversation']): string {
	return groupId === null ? pretty(phoneNumber) : `${(participants?.length ?? 0) + 1} people`;
}

/** On a phone's screen one part is shown at a time. */
function show(view: 'chats' | 'chat' | 'inside'): void {
	document.body.dataset.view = view;
	if (view === 'inside') tellNews(false);
}

/** Says on the way to the metadata that it has changed. */
function tellNews(isNew: boolean): void {
	const isHidden = document.body.dataset.view !== 'inside';
	const way = byId('to-inside');
	way.classList.toggle('news', isNew && isHidden);
	way.setAttribute('aria-label', `Metadata and webhooks${isNew && isHidden ? ', changed' : ''}`);
}

function wire(): void {
	for (const [id, view, name] of [
		['to-chats', 'chats', 'back'],
		['to-inside', 'inside', 'info'],
		['from-inside', 'chat', 'back'],
	] as const) {
		byId(id).append(icon(name));
		byId(id).addEventListener('click', () => show(view));
	}
	byId('new-chat').addEventListener('click', () => {
		void live.refresh().then(() => newChat.open());
	});
	const me = byId<HTMLInputElement>('me-number');
	const become = () => {
		place.become(me.value.trim() || null);
		void live.refresh();
	};
	me.addEventListener('change', become);
	byId('me').addEventListener('submit', (event) => {
		event.preventDefault();
		me.blur(); // Which makes it tell of a change, if there is one.
	});
	addEventListener('focus', () => void live.refresh());
}

wire();
if (place.chat !== null) show('chat');
live.open();
