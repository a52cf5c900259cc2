import type { Message } from '../../data/model';
import { sendMessage, uploadPicture } from './api';
import { shorten, textOf } from './bubble';
import { byId, keep, make, makeButton, setText } from './dom';
import { icon } from './icons';

/** Whom the next message goes to, and by whom. */
export interface Recipient {
	from: string;
	/** The agent's number; `undefined`: the account's first one. */
	to?: string;
	groupId?: string;
	canIMessage: boolean;
	canSms: boolean;
	/** A WhatsApp thread, in which nothing else can be written. */
	isWhatsApp: boolean;
}

/** By what a text is sent; with a picture, SMS becomes MMS. */
type Way = 'imessage' | 'sms' | 'whatsapp';

/** What is being written in one chat. */
interface Letter {
	body: string;
	pictures: File[];
	/** The message that it answers inline. */
	parent?: Message;
}

/**
 * Where the person writes. Nothing that was written is lost: each chat keeps what was begun in it, and what cannot
 * be sent comes back.
 */
export class Composer {
	private readonly text = byId<HTMLTextAreaElement>('text');
	private readonly files = byId<HTMLInputElement>('picture-files');
	private readonly letters = new Map<string, Letter>();
	private recipient: Recipient = {
		from: '',
		canIMessage: true,
		canSms: true,
		isWhatsApp: false,
	};
	/** One message is sent after the other, however long its pictures take. */
	private sending = Promise.resolve();

	constructor() {
		byId('add-pictures').append(icon('plus'));
		byId('send').append(icon('send'));
		byId('reply-cancel').append(icon('close'));
		byId('composer').addEventListener('submit', (event) => {
			event.preventDefault();
			this.submit();
		});
		this.text.addEventListener('input', () => {
			this.letter.body = this.text.value;
			this.render();
		});
		this.text.addEventListener('keydown', (event) => {
			if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
			event.preventDefault();
			this.submit();
		});
		byId('add-pictures').addEventListener('click', () => this.files.click());
		this.files.addEventListener('change', () => {
			this.letter.pictures.push(...(this.files.files ?? []));
			this.files.value = '';
			this.render();
			this.text.focus();
		});
		byId('reply-cancel').addEventListener('click', () => this.replyTo(undefined));
		for (const radio of radios()) radio.addEventListener('change', () => this.render());
		this.render();
	}

	/** Turns to a chat, and to what was begun in it, or before there was any chat. */
	address(recipient: Recipient, channel: Way): void {
		const { letter } = this;
		const hadNobody = this.recipient.to === undefined;
		this.recipient = recipient;
		if (hadNobody && letter.body) this.letters.set(keyOf(recipient), letter);
		for (const radio of radios()) radio.checked = radio.value === channel;
		this.trouble('');
		this.render();
	}

	replyTo(parent: Message | undefined): void {
		this.letter.parent = parent;
		this.render();
		this.text.focus();
	}

	/** What is being written in the open chat. */
	private get letter(): Letter {
		const key = keyOf(this.recipient);
		const letter = this.letters.get(key) ?? { body: '', pictures: [] };
		this.letters.set(key, letter);
		return letter;
	}

	private get channel(): Way {
		if (this.recipient.isWhatsApp) return 'whatsapp';
		return radios().find(({ checked }) => checked)?.value === 'sms' ? 'sms' : 'imessage';
	}

	private submit(): void {
		const { letter, recipient, channel } = this;
		const isEmpty = !letter.body.trim() && letter.pictures.length === 0;
		if (isEmpty || !recipient.from) return;
		this.letters.delete(keyOf(recipient));
		this.trouble('');
		this.render();
		this.sending = this.sending.then(async () => {
			await send(letter, recipient, channel).catch((error: Error) => {
				this.takeBack(letter, recipient);
				this.trouble(error.message);
				this.render();
			});
		});
	}

	/** Puts what could not be sent before what has been written since. */
	private takeBack(unsent: Letter, recipient: Recipient): void {
		const key = keyOf(recipient);
		const since = this.letters.get(key) ?? { body: '', pictures: [] };
		this.letters.set(key, {
			body: [unsent.body, since.body].filter(Boolean).join('\n'),
			pictures: [...unsent.pictures, ...since.pictures],
			parent: since.parent ?? unsent.parent,
		});
	}

	private render(): void {
		const { channel, recipient, text } = this;
		const { body, parent, pictures } = this.letter;
		const { isWhatsApp } = recipient;
		for (const radio of radios())
			radio.disabled =
				isWhatsApp || (radio.value === 'sms' ? !recipient.canSms : !recipient.canIMessage);
		byId('composer').classList.toggle('green', channel !== 'imessage');
		text.placeholder = PLACEHOLDERS[channel];
		if (text.value !== body) text.value = body;
		text.style.height = 'auto';
		text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
		byId('reply').hidden = !parent;
		setText(byId('reply-text'), parent ? `Reply to “${shorten(textOf(parent), 60)}”` : '');
		byId('pictures').hidden = pictures.length === 0;
		keep(byId('pictures'), pictures, {
			key: ({ name, size, lastModified }) => `${name} ${size} ${lastModified}`,
			create: (file) => this.thumbnail(file),
		});
		byId('send').classList.toggle('ready', Boolean(body.trim()) || pictures.length > 0);
	}

	private thumbnail(file: File): HTMLElement {
		const image = make('img', { src: URL.createObjectURL(file), alt: file.name });
		image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
		const remove = makeButton(
			`Do not send ${file.name}`,
			() => {
				this.letter.pictures = this.letter.pictures.filter((other) => other !== file);
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

/**
 * Sends a letter. Several pictures are a carousel, which has no text: that follows by itself. What has been sent is
 * taken out of the letter, so that it is not sent again when the rest fails.
 */
async function send(letter: Letter, { from, to, groupId }: Recipient, text: Way) {
	const draft = { from, to, groupId, replyToMessageId: letter.parent?.id };
	const mediaUrls = await Promise.all(letter.pictures.map(uploadPicture));
	const channel = text === 'sms' && mediaUrls.length > 0 ? 'mms' : text;
	const isCarousel = mediaUrls.length > 1;
	const body = isCarousel ? '' : letter.body.trim();
	await sendMessage({ ...draft, channel, body, mediaUrls });
	letter.pictures = [];
	const rest = isCarousel ? letter.body.trim() : '';
	if (rest) await sendMessage({ ...draft, channel: text, body: rest });
}

const PLACEHOLDERS: Record<Way, string> = {
	imessage: 'iMessage',
	sms: 'Text Message',
	whatsapp: 'WhatsApp',
};

const keyOf = ({ from, groupId, to = '', isWhatsApp }: Recipient) =>
	`${from} ${groupId ?? to}${isWhatsApp ? ' WhatsApp' : ''}`;
const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[name=channel]')];
