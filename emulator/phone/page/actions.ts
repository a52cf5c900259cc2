import type { Message } from '../../data/model';
import { byId, makeButton } from './dom';
import { TAPBACKS, tapbackIcon, type Tapback } from './icons';
import { shorten, textOf } from './bubble';

export interface Deeds {
	react(message: Message, reaction: string): void;
	reply(message: Message): void;
}

/** The menu beside a message: the six tapbacks, any emoji, an inline reply. */
export class Actions {
	private readonly menu = byId('actions');
	private readonly emoji = byId<HTMLInputElement>('emoji');
	private message: Message | undefined;
	private opener: HTMLElement | undefined;

	constructor(private readonly deeds: Deeds) {
		const bar = byId('tapbacks');
		for (const [name, label] of Object.entries(TAPBACKS) as Array<[Tapback, string]>)
			bar.append(makeButton(label, () => this.react(name), tapbackIcon(name)));
		bar.addEventListener('keydown', (event) => walk(bar, event));
		byId('emoji-form').addEventListener('submit', (event) => {
			event.preventDefault();
			if (this.emoji.value.trim()) this.react(this.emoji.value.trim());
		});
		byId('reply-to').addEventListener('click', () => {
			const { message } = this;
			this.menu.hidePopover();
			if (message) this.deeds.reply(message);
		});
	}

	open(message: Message, opener: HTMLElement): void {
		this.message = message;
		this.opener = opener;
		this.emoji.value = '';
		this.menu.setAttribute('aria-label', `React or reply to “${shorten(textOf(message), 40)}”`);
		this.menu.showPopover();
		this.place(opener.getBoundingClientRect());
		this.menu.querySelector('button')!.focus();
	}

	/** Above the button, and within the phone. */
	private place({ left, top, bottom }: DOMRect): void {
		const { offsetWidth, offsetHeight } = this.menu;
		const screen = byId('log').getBoundingClientRect();
		const rightmost = screen.right - offsetWidth - 8;
		const x = Math.min(Math.max(left - offsetWidth / 2, screen.left + 8), rightmost);
		const y = top > offsetHeight + 16 ? top - offsetHeight - 8 : bottom + 8;
		this.menu.style.left = `${x}px`;
		this.menu.style.top = `${Math.min(y, innerHeight - offsetHeight - 8)}px`;
	}

	private react(reaction: string): void {
		const { message, opener } = this;
		this.menu.hidePopover();
		opener?.focus();
		if (message) this.deeds.react(message, reaction);
	}
}

/** In a toolbar the arrows go from button to button. */
function walk(bar: HTMLElement, event: KeyboardEvent): void {
	const buttons = [...bar.querySelectorAll('button')];
	const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
	const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
	if (here < 0 || step === undefined) return;
	event.preventDefault();
	buttons[(here + step + buttons.length) % buttons.length].focus();
}
