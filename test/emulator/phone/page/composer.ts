import type { Message } from '../../data/model';
import { uploadPicture, type Draft } from './api';
import { shorten, textOf } from './bubble';
import { byId, keep, make, makeButton, setText } from './dom';
import { icon } from './icons';

/** Whom the next message goes to. */
export interface Recipient {
	/** The agent's number; `undefined`: the account's first one. */
	to?: string;
	groupId?: string;
	canIMessage: boolean;
	canSms: boolean;
}

/** What has yet to be sent of a message. */
interface Unsent {
	body: string;
	pictures: File[];
}

type Send = (draft: Omit<Draft, 'from'>) => Promise<void>;

/** Where the person writes. Nothing that was written is lost: what cannot be sent comes back into the field. */
export class Composer {
	private readonly text = byId<HTMLTextAreaElement>('text');
	private readonly files = byId<HTMLInputElement>('picture-files');
	private pictures: File[] = [];
	private parent: Message | undefined;
	private recipient: Recipient = { canIMessage: true, canSms: true };

	constructor(private readonly send: Send) {
		byId('add-pictures').append(icon('plus'));
		byId('send').append(icon('send'));
		byId('reply-cancel').append(icon('close'));
		byId('composer').addEventListener('submit', (event) => {
			event.preventDefault();
			void this.submit();
		});
		this.text.addEventListener('input', () => this.render());
		this.text.addEventListener('keydown', (event) => {
			if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
			event.preventDefault();
			void this.submit();
		});
		byId('add-pictures').addEventListener('click', () => this.files.click());
		this.files.addEventListener('change', () => {
			this.pictures.push(...(this.files.files ?? []));
			this.files.value = '';
			this.render();
			this.text.focus();
		});
		byId('reply-cancel').addEventListener('click', () => this.replyTo(undefined));
		for (const radio of radios()) radio.addEventListener('change', () => this.render());
		this.render();
	}

	/** Turns to another chat. What was begun in the one before is left behind. */
	address(recipient: Recipient, channel: 'imessage' | 'sms'): void {
		this.recipient = recipient;
		for (const radio of radios()) radio.checked = radio.value === channel;
		this.parent = undefined;
		this.trouble('');
		this.render();
	}

	replyTo(message: Message | undefined): void {
		this.parent = message;
		this.render();
		this.text.focus();
	}

	private get channel(): 'imessage' | 'sms' {
		return radios().find(({ checked }) => checked)?.value === 'sms' ? 'sms' : 'imessage';
	}

	private async submit(): Promise<void> {
		const { pictures, parent, channel, recipient } = this;
		const body = this.text.value.trim();
		if (!body && pictures.length === 0) return;
		this.text.value = '';
		this.pictures = [];
		this.parent = undefined;
		this.trouble('');
		this.render();
		const unsent = { body, pictures };
		try {
			await this.sendAll(unsent, {
				to: recipient.to,
				groupId: recipient.groupId,
				channel,
				replyToMessageId: parent?.id,
			});
		} catch (error) {
			this.text.value = [unsent.body, this.text.value].filter(Boolean).join('\n');
			this.pictures = [...unsent.pictures, ...this.pictures];
			this.parent ??= parent;
			this.trouble((error as Error).message);
			this.render();
		}
	}

	/** Several pictures are a carousel, which has no text: that follows by itself. */
	private async sendAll(unsent: Unsent, draft: Omit<Draft, 'from' | 'body'>): Promise<void> {
		const mediaUrls = await Promise.all(unsent.pictures.map(uploadPicture));
		const channel = draft.channel === 'sms' && mediaUrls.length > 0 ? 'mms' : draft.channel;
		if (mediaUrls.length < 2)
			return await this.send({ ...draft, channel, body: unsent.body, mediaUrls });
		await this.send({ ...draft, channel, body: '', mediaUrls });
		unsent.pictures = [];
		if (unsent.body) await this.send({ ...draft, body: unsent.body });
	}

	private render(): void {
		const { channel, recipient, parent, pictures, text } = this;
		const isSms = channel === 'sms';
		for (const radio of radios())
			radio.disabled = radio.value === 'sms' ? !recipient.canSms : !recipient.canIMessage;
		byId('composer').classList.toggle('green', isSms);
		text.placeholder = isSms ? 'Text Message' : 'iMessage';
		text.style.height = 'auto';
		text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
		byId('reply').hidden = !parent;
		setText(byId('reply-text'), parent ? `Reply to “${shorten(textOf(parent), 60)}”` : '');
		byId('pictures').hidden = pictures.length === 0;
		keep(byId('pictures'), pictures, {
			key: ({ name, size, lastModified }) => `${name} ${size} ${lastModified}`,
			create: (file) => this.thumbnail(file),
		});
		byId('send').classList.toggle('ready', Boolean(text.value.trim()) || pictures.length > 0);
	}

	private thumbnail(file: File): HTMLElement {
		const image = make('img', { src: URL.createObjectURL(file), alt: file.name });
		image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
		const remove = makeButton(
			`Do not send ${file.name}`,
			() => {
				this.pictures = this.pictures.filter((other) => other !== file);
				this.render();
				this.text.focus();
			},
			icon('close'),
		);
		return make('li', {}, image, remove);
	}

	private trouble(text: string): void {
		setText(byId('trouble'), text);
	}
}

const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[name=channel]')];
