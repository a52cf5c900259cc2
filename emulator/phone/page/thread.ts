import type { Message } from '../../data/model';
import type { Delivery } from '../../webhooks/deliveries';
import { arrange, type Carousel, type Divider, type Entry, type Single } from './arrange';
import { arrive, makeBubble, shorten, textOf, updateBubble, type Surroundings } from './bubble';
import { shownAt } from './api';
import { byId, keep, make } from './dom';
import { lineName, personName, senderOf } from './names';
import type { Chat, Phone } from './phone';
import { Questions } from './questions';
import { clock, dayName, toDate } from './time';

/** Pixels from the end within which somebody counts as reading the end. */
const NEAR_END = 120;

/** The messages of the chat that is open. */
export class Thread {
	private readonly log = byId('log');
	private readonly wallpaper = byId('wallpaper');
	private readonly questions = new Questions();
	private shown = '';
	private isAtEnd = true;
	/** Messages that have been seen: only others arrive with an effect. */
	private seen = new Set<string>();

	constructor(
		private readonly phone: Phone,
		private readonly onAct: Surroundings['onAct'],
	) {
		this.log.addEventListener('keydown', (event) => this.walk(event));
		this.log.addEventListener('scroll', () => {
			const { scrollHeight, scrollTop, clientHeight } = this.log;
			this.isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
		});
		// Pictures grow when they have been loaded, and the field below with what is written.
		this.log.addEventListener('load', () => this.stayAtEnd(), { capture: true });
		new ResizeObserver(() => this.stayAtEnd()).observe(this.log);
	}

	/** @param typist who is typing at the moment, if anybody */
	render(chat: Chat | undefined, typist: string | null): void {
		const id = chat?.conversation.id ?? '';
		const isOther = id !== this.shown;
		if (isOther) this.open(id, chat);
		if (chat) this.questions.take(chat);
		this.showWallpaper(chat);
		const entries: Array<Entry | Typing> = arrange(chat?.messages ?? []);
		if (typist !== null) entries.push({ kind: 'typing', key: 'typing', typist });
		keep(this.log, entries, {
			key: ({ key }) => key,
			create: (entry) => this.create(entry, chat!),
			update: (element, entry) => this.update(element, entry, chat!),
		});
		this.makeReachable();
		this.stayAtEnd();
	}

	private stayAtEnd(): void {
		if (this.isAtEnd) this.log.scrollTop = this.log.scrollHeight;
	}

	private open(id: string, chat: Chat | undefined): void {
		this.shown = id;
		this.isAtEnd = true;
		this.seen = new Set(chat?.messages.map((message) => message.id));
		this.log.replaceChildren();
	}

	private showWallpaper(chat: Chat | undefined): void {
		const url = chat?.conversation.background?.imageUrl;
		const image = url ? `url("${CSS.escape(shownAt(url)).replace(/\\/g, '')}")` : '';
		if (this.wallpaper.style.backgroundImage !== image)
			this.wallpaper.style.backgroundImage = image;
		this.wallpaper.classList.toggle('has-picture', Boolean(url));
	}

	private create(entry: Entry | Typing, chat: Chat): HTMLElement {
		if (entry.kind === 'typing') return makeTyping(entry);
		if (entry.kind === 'divider') return makeDivider(entry);
		if (entry.kind === 'carousel') return makeCarousel(entry);
		const element = makeBubble(entry.message, this.around(entry, chat));
		const isNew = !this.seen.has(entry.message.id);
		this.seen.add(entry.message.id);
		if (isNew) arrive(element, entry.message);
		return element;
	}

	private update(element: HTMLElement, entry: Entry | Typing, chat: Chat): void {
		if (entry.kind === 'message') updateBubble(element, entry.message, this.around(entry, chat));
		if (entry.kind !== 'carousel') return;
		element.classList.toggle('mine', this.phone.isMine(entry.pictures[0].message));
		element.setAttribute('aria-label', `Carousel of ${entry.pictures.length} pictures`);
		keep(element, entry.pictures, {
			key: ({ key }) => key,
			create: (picture) => this.create(picture, chat),
			update: (picture, single) => this.update(picture, single, chat),
		});
	}

	private around({ message, isFirst, isLast }: Single, chat: Chat): Surroundings {
		const { phone } = this;
		const { conversation, messages } = chat;
		const isMine = phone.isMine(message);
		const parent = messages.find(({ id }) => id === message.replyToMessageId);
		return {
			sender: senderOf(phone, conversation, message),
			isMine,
			isFirst,
			isLast,
			isNamed: conversation.groupId !== null && !isMine && isFirst,
			receipt: [
				message.channel === 'mms' && 'MMS',
				isMine && this.receipt(message, messages),
				this.questions.stateOf(message),
			]
				.filter(Boolean)
				.join(' · '),
			parent: parent
				? { sender: senderOf(phone, conversation, parent), text: shorten(textOf(parent), 80) }
				: null,
			isMyReaction: (reaction) => phone.isMyReaction(reaction),
			nameOf: (reaction) => {
				if (phone.isMyReaction(reaction)) return 'you';
				return reaction.direction === 'outbound'
					? lineName(phone, reaction.fromNumber)
					: personName(phone, conversation.participants, reaction.fromNumber);
			},
			onAct: this.onAct,
		};
	}

	/** Told of my latest message, and of each that did not arrive. */
	private receipt(message: Message, messages: Message[]): string {
		const delivery = this.phone.deliveryOf(message);
		const isLatest = message === messages.findLast((each) => this.phone.isMine(each));
		if (!delivery || !(isLatest || delivery.state === 'failed')) return '';
		return receiptOf(delivery);
	}

	/** Of all the messages' buttons one can be reached by Tab; the arrows go on from there. */
	private makeReachable(): void {
		const buttons = this.buttons();
		if (buttons.some((button) => button === document.activeElement)) return;
		buttons.forEach((button, index) => (button.tabIndex = index === buttons.length - 1 ? 0 : -1));
	}

	private walk(event: KeyboardEvent): void {
		const buttons = this.buttons();
		const here = buttons.indexOf(document.activeElement as HTMLElement);
		const last = buttons.length - 1;
		const wanted = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: last }[event.key];
		if (here < 0 || wanted === undefined) return;
		event.preventDefault();
		const next = buttons[Math.min(Math.max(wanted, 0), last)];
		buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
		next.focus();
	}

	private buttons(): HTMLElement[] {
		return [...this.log.querySelectorAll<HTMLElement>('.act')];
	}
}

interface Typing {
	kind: 'typing';
	key: string;
	typist: string;
}

function makeTyping({ typist }: Typing): HTMLElement {
	return make(
		'div',
		{ class: 'typing' },
		...[1, 2, 3].map(() => make('i', { 'aria-hidden': 'true' })),
		make('span', { class: 'unseen' }, `${typist} is typing`),
	);
}

function makeDivider({ channel, at }: Divider): HTMLElement {
	const date = toDate(at);
	return make(
		'p',
		{ class: 'divider' },
		make('span', {}, make('b', {}, channel), ` · ${dayName(date)} ${clock(date)}`),
	);
}

function makeCarousel({ pictures }: Carousel): HTMLElement {
	const label = `Carousel of ${pictures.length} pictures`;
	return make('div', { class: 'carousel', role: 'group', tabindex: '0', 'aria-label': label });
}

function receiptOf({ state, attempts }: Delivery): string {
	if (state === 'delivered') return 'Delivered';
	if (state === 'failed') return 'Not delivered';
	return attempts.length === 0 ? 'Delivering…' : `Attempt ${attempts.length} failed, trying again…`;
}
