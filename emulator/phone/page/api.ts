import type { TextChannel } from '../../data/model';
import type { Snapshot } from '../snapshot';

/** What the person writes, as `POST /phone/messages` takes it. */
export interface Draft {
	from: string;
	body: string;
	to?: string;
	groupId?: string;
	channel: TextChannel;
	mediaUrls?: string[];
	replyToMessageId?: string;
}

/** All that is on the phone of `me`; without it, on the phone of whoever was in a chat last. */
export const readSnapshot = async (me: string | null) =>
	await ask<Snapshot>('GET', `state${me ? `?me=${encodeURIComponent(me)}` : ''}`);

export const sendMessage = async (draft: Draft) => await ask<void>('POST', 'messages', draft);

export const react = async (from: string, messageId: string, reaction: string) =>
	await ask<void>('POST', 'reactions', { from, messageId, reaction });

export const startGroup = async (group: { to: string; name?: string; people: string[] }) =>
	await ask<{ conversationId: string }>('POST', 'groups', group);

/** @returns where the picture lies from now on */
export async function uploadPicture(file: File): Promise<string> {
	return (await ask<{ url: string }>('POST', 'pictures', file)).url;
}

/** Where a message's picture can be shown from, whatever scheme its URL has. */
export const shownAt = (url: string) => `/phone/pictures?url=${encodeURIComponent(url)}`;

interface Refusal {
	error?: { message: string };
}

/** @throws Error with what the emulator says is wrong */
async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
	const isFile = body instanceof File;
	const response = await fetch(`/phone/${path}`, {
		method,
		headers: body && { 'content-type': isFile ? body.type : 'application/json' },
		body: isFile ? body : body && JSON.stringify(body),
	}).catch(() => {
		throw new Error('The emulator does not answer. Is it still running?');
	});
	const answer = (await response.json()) as Answer & Refusal;
	if (!response.ok) throw new Error(answer.error?.message ?? `Refused with ${response.status}`);
	return answer;
}
