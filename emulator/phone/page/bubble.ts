import type { Message, Reaction } from '../../data/model';
import { shownAt } from './api';
import { keep, make, makeButton, setText } from './dom';
import { effectName, playEffect } from './effects';
import { icon, isTapback, TAPBACKS, tapbackIcon } from './icons';
import { clock, toDate } from './time';

/** What a bubble shows beside its message. */
export interface Surroundings {
	sender: string;
	isMine: boolean;
	isFirst: boolean;
	isLast: boolean;
	/** Whether the sender is named: in groups, over the first of their messages. */
	isNamed: boolean;
	/** `Delivered`, … under the message; empty where there is nothing to say. */
	receipt: string;
	/** The message that this one answers inline, and who wrote it. */
	parent: { sender: string; text: string } | null;
	isMyReaction(reaction: Reaction): boolean;
	nameOf(reaction: Reaction): string;
	/** Opens the menu of tapbacks beside the button that asked for it. */
	onAct(message: Message, button: HTMLElement): void;
}

/** A message's bubble. What can change later is left to {@link updateBubble}. */
export function makeBubble(message: Message, around: Surroundings): HTMLElement {
	const { id, channel, mediaUrls, sendStyle } = message;
	const { sender, isMine, parent } = around;
	const text = textOf(message);
	const effect = effectName(sendStyle);
	const bubble = make(
		'div',
		{ class: `bubble${message.body ? '' : ' only-pictures'}` },
		mediaUrls.length > 0 && pictures(mediaUrls, sender),
		message.body !== '' && make('p', { class: 'text' }, message.body),
	);
	const act = makeButton(
		`React or reply to “${shorten(text, 40)}”`,
		() => around.onAct(message, act),
		icon('react'),
	);
	act.className = 'act';
	act.tabIndex = -1;
	if (sendStyle === 'invisible') hideInk(bubble);
	const element = make(
		'article',
		{
			class: `message ${isMine ? 'mine' : 'theirs'} ${channel === 'imessage' ? 'blue' : 'green'}`,
			'aria-label': `${sender}, ${clock(toDate(message.receivedAt))}`,
			'data-id': id,
		},
		make('p', { class: 'sender' }),
		parent && make('blockquote', { class: 'quote' }, make('b', {}, parent.sender), parent.text),
		make(
			'div',
			{ class: 'row' },
			make('div', { class: 'body' }, bubble, make('ul', { class: 'tapbacks' })),
			(channel === 'imessage' || channel === 'whatsapp') && act,
		),
		effect !== null &&
			make(
				'p',
				{ class: 'effect' },
				`Sent with ${effect} `,
				makeButton('Replay', () => playEffect(message, bubble)),
			),
		make('p', { class: 'receipt' }),
	);
	return element;
}

/** Brings up to date what changes after a message was sent. */
export function updateBubble(element: HTMLElement, message: Message, around: Surroundings): void {
	element.classList.toggle('first', around.isFirst);
	element.classList.toggle('last', around.isLast);
	setText(element.querySelector('.sender')!, around.isNamed ? around.sender : '');
	setText(element.querySelector('.receipt')!, around.receipt);
	const tapbacks = element.querySelector<HTMLElement>('.tapbacks')!;
	tapbacks.toggleAttribute('hidden', message.reactions.length === 0);
	tapbacks.setAttribute('aria-label', 'Reactions');
	keep(tapbacks, message.reactions, {
		key: ({ id }) => id,
		create: (reaction) => tapback(reaction, around),
	});
}

/** Plays how a message arrives, if it was sent in a special way. */
export function arrive(element: HTMLElement, message: Message): void {
	element.classList.add('arrived');
	playEffect(message, element.querySelector<HTMLElement>('.bubble')!);
}

/** A message in words, also when it has none. */
export function textOf({ body, mediaUrls }: Message): string {
	if (body) return body;
	return mediaUrls.length > 1 ? `${mediaUrls.length} pictures` : 'Picture';
}

export const shorten = (text: string, length: number) =>
	text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;

function pictures(urls: string[], sender: string): HTMLElement {
	const images = urls.map((url, index) => {
		const count = urls.length > 1 ? ` ${index + 1} of ${urls.length}` : '';
		const image = make('img', { src: shownAt(url), alt: `Picture${count} from ${sender}` });
		image.addEventListener('error', () =>
			image.replaceWith(make('span', { class: 'missing' }, 'This picture cannot be shown: ', url)),
		);
		return image;
	});
	return images.length > 1
		? make(
				'div',
				{ class: 'strip', role: 'group', tabindex: '0', 'aria-label': `${images.length} pictures` },
				...images,
			)
		: images[0];
}

function tapback(reaction: Reaction, around: Surroundings): HTMLElement {
	const { reactionType } = reaction;
	const known = isTapback(reactionType);
	const who = around.nameOf(reaction);
	const words = `${known ? TAPBACKS[reactionType] : reactionType} by ${who}`;
	return make(
		'li',
		{
			class: `tapback ${reactionType} ${around.isMyReaction(reaction) ? 'mine' : 'theirs'}`,
			title: words,
		},
		known ? tapbackIcon(reactionType) : make('span', { 'aria-hidden': 'true' }, reactionType),
		make('span', { class: 'unseen' }, words),
	);
}

/** Invisible ink: the text shows when it is pointed at or asked for. */
function hideInk(bubble: HTMLElement): void {
	const reveal = makeButton('Reveal', () => bubble.classList.add('revealed'));
	reveal.className = 'reveal';
	bubble.classList.add('ink');
	bubble.append(reveal);
}
