import { shorten, textOf } from './bubble';
import { byId, keep, make, setText } from './dom';
import { initials, senderOf, titleOf } from './names';
import type { Chat, Phone } from './phone';
import { shortTime, toDate } from './time';

/** The chats of this phone, latest activity first. */
export class ChatList {
	private readonly list = byId('chats');

	constructor(
		private readonly phone: Phone,
		private readonly onOpen: (conversationId: string) => void,
	) {}

	render(open: string | null): void {
		keep(this.list, this.phone.chatList(), {
			key: ({ conversation }) => conversation.id,
			create: ({ conversation }) => this.create(conversation.id),
			update: (row, chat) => this.update(row, chat, open),
		});
	}

	private create(conversationId: string): HTMLElement {
		const button = make(
			'button',
			{ type: 'button', class: 'chat-row' },
			make('span', { class: 'avatar', 'aria-hidden': 'true' }),
			make('b', { class: 'name' }),
			make('span', { class: 'when' }),
			make('span', { class: 'preview' }),
		);
		button.addEventListener('click', () => this.onOpen(conversationId));
		return make('li', {}, button);
	}

	private update(row: HTMLElement, chat: Chat, open: string | null): void {
		const { conversation, messages } = chat;
		const title = titleOf(this.phone, conversation);
		const latest = messages.at(-1);
		const set = (name: string, text: string) => setText(row.querySelector(`.${name}`)!, text);
		set('name', title);
		set('avatar', initials(title));
		set('when', latest ? shortTime(toDate(latest.receivedAt)) : '');
		set('preview', latest ? this.preview(chat) : 'No message yet');
		row.querySelector('.avatar')!.classList.toggle('group', conversation.groupId !== null);
		const button = row.querySelector('button')!;
		if (conversation.id === open) button.setAttribute('aria-current', 'true');
		else button.removeAttribute('aria-current');
	}

	private preview({ conversation, messages }: Chat): string {
		const latest = messages.at(-1)!;
		const sender = senderOf(this.phone, conversation, latest);
		const isNamed = conversation.groupId !== null || sender === 'You';
		return shorten(`${isNamed ? `${sender}: ` : ''}${textOf(latest)}`, 80);
	}
}
