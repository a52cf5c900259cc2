import type { IWebhookFunctions } from 'n8n-workflow';

import type { Shaping } from './reply';
import type { Settings } from '../settings';

/** What AgentPhone does in a call: https://docs.agentphone.ai/guides/webhooks (voice). */
export interface VoiceAnswer {
	/** What the caller hears. */
	text?: string;
	/** Whether to hang up after that. */
	hangup?: boolean;
	action?: 'transfer' | 'hangup';
	/** Keys to press: `0`-`9`, `*`, `#`. */
	digits?: string;
}

/** Why a flow's answer cannot be spoken; shown to the builder. */
export class UnspeakableError extends Error {}

const DEFAULT_FALLBACK = 'Sorry, something went wrong. Could you say that again?';

/** Left of AgentPhone's timeout when a fallback is spoken, in milliseconds, so that it arrives in time. */
const MARGIN = 1_500;

/** What is heard in response to a voice turn whose answer comes from the flow. */
export function spokenAnswer(context: IWebhookFunctions, settings: Settings): Shaping {
	const fallback = (why: string): VoiceAnswer => {
		context.logger.warn(
			`The node "${context.getNode().name}" spoke its fallback in a call: ${why}`,
		);
		return { text: settings.voiceFallback ?? DEFAULT_FALLBACK };
	};
	return {
		shape: (body) => {
			try {
				return readVoiceAnswer(body);
			} catch (error) {
				return fallback((error as Error).message);
			}
		},
		patience: Math.max(settings.timeout * 1_000 - MARGIN, MARGIN),
		late: () => fallback('the workflow took too long to answer'),
		passesOnFailureToStart: false,
	};
}

/** What is heard when the workflow is only started: nothing, unless the builder said what. */
export function spokenWhenReceived({ voiceFallback }: Settings): VoiceAnswer {
	return voiceFallback ? { text: voiceFallback } : {};
}

/**
 * Turns what a flow gives into what AgentPhone understands: an object with some of `text`, `hangup`, `action` and
 * `digits` (of a list, the first one), text alone, or an AI Agent's `output`.
 *
 * @throws UnspeakableError when there is nothing in it to be spoken or done.
 */
export function readVoiceAnswer(body: unknown): VoiceAnswer {
	if (Array.isArray(body)) return readVoiceAnswer(body[0]);
	if (body instanceof Uint8Array) return readVoiceAnswer(Buffer.from(body).toString('utf8'));
	if (typeof body === 'string') return readText(body);
	if (typeof body === 'number' || typeof body === 'boolean') return { text: String(body) };
	if (typeof body !== 'object' || body === null)
		throw new UnspeakableError('the workflow gave no answer');
	return readObject(body as Record<string, unknown>);
}

function readText(text: string): VoiceAnswer {
	const trimmed = text.trim();
	if (!trimmed) throw new UnspeakableError('the answer of the workflow is empty');
	if (/^[[{]/.test(trimmed)) {
		let parsed: unknown;
		try {
			parsed = JSON.parse(trimmed);
		} catch {
			return { text: trimmed };
		}
		return readVoiceAnswer(parsed);
	}
	return { text: trimmed };
}

function readObject(answer: Record<string, unknown>): VoiceAnswer {
	if (typeof answer.event === 'string' && 'replyTo' in answer)
		throw new UnspeakableError("the workflow passed on the trigger's own item, not an answer");
	const { text = answer.output, hangup, action, digits } = answer;
	const read: VoiceAnswer = {
		...(isGiven(text) && { text: requireText(text) }),
		...(isGiven(hangup) && { hangup: requireBoolean(hangup) }),
		...(isGiven(action) && { action: requireAction(action) }),
		...(isGiven(digits) && { digits: requireDigits(digits) }),
	};
	if (Object.keys(read).length) return read;
	if (answer.message === 'Error in workflow') throw new UnspeakableError('the workflow failed');
	throw new UnspeakableError(
		`the answer of the workflow has none of text, hangup, action and digits. Its fields are: ${Object.keys(answer).join(', ') || 'none'}`,
	);
}

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

function requireText(text: unknown): string {
	if (typeof text === 'object')
		throw new UnspeakableError('the field text of the answer is not text');
	return String(text);
}

function requireBoolean(hangup: unknown): boolean {
	if (typeof hangup === 'boolean') return hangup;
	if (hangup === 'true' || hangup === 'false') return hangup === 'true';
	throw new UnspeakableError('the field hangup of the answer is neither true nor false');
}

function requireAction(action: unknown): VoiceAnswer['action'] {
	if (action === 'transfer' || action === 'hangup') return action;
	throw new UnspeakableError('the field action of the answer is neither "transfer" nor "hangup"');
}

function requireDigits(digits: unknown): string {
	const keys = String(digits);
	if (/^[0-9*#]+$/.test(keys)) return keys;
	throw new UnspeakableError('the field digits of the answer has other keys than 0-9, * and #');
}
