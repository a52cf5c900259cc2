import { apiOf } from './api';
import type { Owner } from './owner';
import { pause, type Connection } from './request';
import type { Sample } from './sample';
import { METADATA_CONSENT, tryMetadata } from './trials/metadata';
import { sendText, TEXT_CONSENT } from './trials/text';
import { nothingTried, type NotDone, type Trials } from './trials/trials';
import { tryWebhook, WEBHOOK_CONSENT } from './trials/webhook';

/** What the owner asks for, beyond reading. */
export interface Wishes {
	/** The ID of a conversation whose metadata may be written. */
	write?: string;
	/** A phone number of the owner's, in E.164. */
	sendTo?: string;
	webhook?: { url: string; port: number; host: string };
	/** Whose webhook, and from whose number. */
	agentId?: string;
	/** Seconds that an answer or a retry is waited for. */
	patience: number;
}

/**
 * Says what each wish takes and asks, one at a time, before anything is done; then does what was agreed to.
 *
 * @throws Error when the owner stops it, after what was borrowed is given back
 */
export async function carryOut(
	connection: Connection,
	owner: Owner,
	wishes: Wishes,
	sample: Sample,
): Promise<Trials> {
	const { write, sendTo, webhook, agentId, patience } = wishes;
	const isAgreed = async (what: string) => {
		owner.tell(`\n${what}`);
		return await owner.agrees('Go on with this?');
	};
	const mayWrite = write !== undefined && (await isAgreed(METADATA_CONSENT));
	const mayRegister = webhook !== undefined && (await isAgreed(WEBHOOK_CONSENT));
	const maySend = sendTo !== undefined && (await isAgreed(TEXT_CONSENT));

	const api = apiOf(connection);
	const { signal } = connection;
	const waitFor = connection.wait ?? pause;
	const firstAgent = sample.agents?.data[0]?.id;
	const send = async () =>
		await sendText(
			api,
			sendTo!,
			agentId ?? (firstAgent === undefined ? undefined : String(firstAgent)),
		);
	const trials: Trials = { ...nothingTried };
	if (mayWrite) {
		const isMetadataShown = sample.conversations.some(({ metadata }) => metadata);
		trials.metadata = await attempt(signal, owner, '--write', async () =>
			tryMetadata(api, owner, write, isMetadataShown),
		);
	}
	if (mayRegister)
		trials.webhook = await attempt(signal, owner, '--webhook', async () =>
			tryWebhook(
				api,
				owner,
				{
					...webhook,
					agentId,
					patience,
					wait: async (milliseconds) => await waitFor(milliseconds, signal),
				},
				maySend ? { number: sendTo, send } : undefined,
			),
		);
	else if (maySend) await attempt(signal, owner, '--send-to', send);
	return trials;
}

/** What fails is told, and the rest goes on. */
async function attempt<Result>(
	signal: AbortSignal | undefined,
	owner: Owner,
	what: string,
	work: () => Promise<Result>,
): Promise<Result | NotDone> {
	try {
		return await work();
	} catch (error) {
		const { message } = error as Error;
		owner.tell(`${what}: ${message}`);
		signal?.throwIfAborted();
		return { notDone: message };
	}
}
