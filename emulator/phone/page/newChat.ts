import { startGroup } from './api';
import { byId, make, setText } from './dom';
import { pretty } from './names';
import type { Phone } from './phone';

export interface NewChat {
	/** A chat with one of the agent's numbers; it begins with the first message. */
	onNumber(phoneNumber: string | undefined): void;
	onGroup(conversationId: string): void;
}

/** The dialog in which a chat is begun, with one of the account's numbers or in a group with it. */
export class NewChatDialog {
	private readonly dialog = byId<HTMLDialogElement>('new-chat-dialog');
	private readonly to = byId<HTMLSelectElement>('new-chat-to');
	private readonly others = byId<HTMLInputElement>('new-chat-others');
	private readonly groupName = byId<HTMLInputElement>('new-chat-name');

	constructor(
		private readonly phone: Phone,
		private readonly chosen: NewChat,
	) {
		byId('new-chat-cancel').addEventListener('click', () => this.dialog.close());
		byId('new-chat-form').addEventListener('submit', (event) => {
			event.preventDefault();
			void this.start();
		});
	}

	open(): void {
		const { lines } = this.phone;
		const options = lines.map(({ phoneNumber, type, agentName }) => {
			const name = [agentName, pretty(phoneNumber)].filter(Boolean).join(' · ');
			return make('option', { value: phoneNumber }, type === 'sms' ? `${name} · SMS` : name);
		});
		const none = make('option', { value: '' }, 'A new number (the account has none yet)');
		this.to.replaceChildren(...(options.length > 0 ? options : [none]));
		this.others.value = this.groupName.value = '';
		this.others.disabled = this.groupName.disabled = options.length === 0;
		this.trouble('');
		this.dialog.showModal();
	}

	private async start(): Promise<void> {
		const to = this.to.value;
		const others = this.others.value.split(/[,;\n]/).map((text) => text.trim());
		const people = [this.phone.me, ...others.filter(Boolean)];
		if (people.length === 1) {
			this.dialog.close();
			return this.chosen.onNumber(to || undefined);
		}
		try {
			const name = this.groupName.value.trim() || undefined;
			const { conversationId } = await startGroup({ to, name, people });
			this.dialog.close();
			this.chosen.onGroup(conversationId);
		} catch (error) {
			this.trouble((error as Error).message);
		}
	}

	private trouble(text: string): void {
		setText(byId('new-chat-trouble'), text);
	}
}
