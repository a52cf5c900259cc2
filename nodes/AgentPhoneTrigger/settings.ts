import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { DEFAULT_CONTEXT } from '../fields/contextLimit';
import { parseFlag } from '../fields/flag';
import { readLocator } from '../fields/locators';
import type { Channel } from '../api/model/types';
import type { Wanted } from '../api/webhook/events';
import { SAMPLES, type SampleName } from './samples';

/** The node's parameters, with their defaults where an option was not added. */
export interface Settings extends Wanted {
	/** The agent whose own webhook is used; `undefined` for the account's. */
	agentId: string | undefined;
	simplify: boolean;
	/** Messages of history with each delivery, 0 to 50. */
	contextLimit: number;
	/** Seconds that AgentPhone waits for the answer once it is not held any more, 5 to 120. */
	timeout: number;
	/** Seconds for which a message is held, until nothing more comes in its conversation; 0: it is not. */
	waitForPause: number;
	/** Whether the typing indicator appears as the workflow starts. */
	showTyping: boolean;
	/** The key of the metadata that says until when a conversation is left alone; `undefined`: none is. */
	pausedKey: string | undefined;
	downloadMedia: boolean;
	binaryPropertyName: string;
	onConflict: 'fail' | 'replace';
	registration: 'automatic' | 'manual';
	/** Seconds. */
	timestampTolerance: number;
	deduplicate: boolean;
	responseMode: 'onReceived' | 'lastNode' | 'responseNode';
	/** `undefined` where the builder did not say. */
	voiceFallback: string | undefined;
	testWith: 'realEvent' | SampleName;
}

/** AgentPhone's own defaults, so that a registration made by hand is not taken for a changed one. */
const DEFAULTS = {
	events: ['agent.message', 'agent.reaction'],
	channels: ['sms', 'mms', 'imessage', 'whatsapp'] as Channel[],
	contextLimit: DEFAULT_CONTEXT,
	timeout: 30,
	timestampTolerance: 300,
	binaryPropertyName: 'data',
} as const;

/** AgentPhone waits no longer than this for an answer, in seconds. */
export const LONGEST_TIMEOUT = 120;
/** The longest pause, in seconds, so that some time is left for what comes after it. */
export const LONGEST_PAUSE = 110;

/** What AgentPhone is to wait in all, in seconds: a delivery that is held is not answered until its pause is over. */
export const registeredTimeout = ({
	timeout,
	waitForPause,
}: Pick<Settings, 'timeout' | 'waitForPause'>): number =>
	Math.min(timeout + Math.ceil(waitForPause), LONGEST_TIMEOUT);

export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
	const parameter = <Value>(name: string, fallback: Value) =>
		context.getNodeParameter(name, fallback) as Value;
	const options = parameter<IDataObject>('options', {});
	return {
		events: readWords(parameter<unknown>('events', [...DEFAULTS.events])),
		agentId:
			readWord(parameter('scope', 'account')) === 'agent'
				? readLocator(parameter('agentId', ''))
				: undefined,
		simplify: parseFlag(parameter('simplify', true)) ?? true,
		channels: (Object.hasOwn(options, 'channels')
			? readWords(options.channels)
			: [...DEFAULTS.channels]) as Channel[],
		// Added, and an expression gives nothing: nobody, not everybody.
		from: Object.hasOwn(options, 'from') ? readList(options.from) : undefined,
		includeOutbound: parseFlag(options.includeOutbound) ?? false,
		contextLimit: readNumber(options.contextLimit, DEFAULTS.contextLimit),
		timeout: readNumber(options.timeout, DEFAULTS.timeout),
		waitForPause: Math.min(Math.max(readNumber(options.waitForPause, 0), 0), LONGEST_PAUSE),
		showTyping: parseFlag(options.showTyping) ?? false,
		pausedKey: String(options.pausedKey ?? '').trim() || undefined,
		downloadMedia: parseFlag(options.downloadMedia) ?? false,
		binaryPropertyName:
			String(options.binaryPropertyName ?? '').trim() || DEFAULTS.binaryPropertyName,
		onConflict: readWord(options.onConflict) === 'replace' ? 'replace' : 'fail',
		registration: readWord(options.registration) === 'manual' ? 'manual' : 'automatic',
		timestampTolerance: readNumber(options.timestampTolerance, DEFAULTS.timestampTolerance),
		deduplicate: parseFlag(options.deduplicate) ?? true,
		responseMode: parameter<Settings['responseMode']>('responseMode', 'onReceived'),
		voiceFallback: options.voiceFallback as string | undefined,
		testWith: readTestWith(parameter('testWith', 'realEvent')),
	};
}

/** A sample of the menu, in any case. */
function readTestWith(value: unknown): Settings['testWith'] {
	const samples = Object.keys(SAMPLES) as SampleName[];
	return samples.find((name) => name.toLowerCase() === readWord(value)) ?? 'realEvent';
}

/** A word of a menu, in any case. */
const readWord = (value: unknown) =>
	String(value ?? '')
		.trim()
		.toLowerCase();
const readWords = (value: unknown) => readList(value).map((word) => word.toLowerCase());

/** A list entered as text, separated by commas or lines, or given as a list by an expression. */
export function readList(value: unknown): string[] {
	const entries = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[,;\n]/);
	return entries.map((entry) => entry.trim()).filter(Boolean);
}

/** An option left empty, or an expression that gives no number, is as if it had not been added. */
function readNumber(value: unknown, otherwise: number): number {
	const number = value === '' || value === null ? NaN : Number(value);
	return Number.isFinite(number) ? number : otherwise;
}
