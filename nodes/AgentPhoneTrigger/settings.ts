import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { readLocator } from '../fields/locators';
import type { Channel } from '../api/model/types';
import type { Wanted } from '../api/webhook/events';
import type { SampleName } from './samples';

/** The node's parameters, with their defaults where an option was not added. */
export interface Settings extends Wanted {
	/** The agent whose own webhook is used; `undefined` for the account's. */
	agentId: string | undefined;
	simplify: boolean;
	/** Messages of history with each delivery, 0 to 50. */
	contextLimit: number;
	/** Seconds that AgentPhone waits for the answer, 5 to 120. */
	timeout: number;
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
	contextLimit: 10,
	timeout: 30,
	timestampTolerance: 300,
	binaryPropertyName: 'data',
} as const;

export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
	const parameter = <Value>(name: string, fallback: Value) =>
		context.getNodeParameter(name, fallback as never) as Value;
	const options = parameter<IDataObject>('options', {});
	return {
		events: parameter<string[]>('events', [...DEFAULTS.events]),
		agentId:
			parameter<string>('scope', 'account') === 'agent'
				? readLocator(parameter('agentId', ''))
				: undefined,
		simplify: parameter('simplify', true),
		channels: (options.channels as Channel[] | undefined) ?? [...DEFAULTS.channels],
		from: options.from === undefined ? undefined : readList(options.from),
		includeOutbound: options.includeOutbound === true,
		contextLimit: readNumber(options.contextLimit, DEFAULTS.contextLimit),
		timeout: readNumber(options.timeout, DEFAULTS.timeout),
		downloadMedia: options.downloadMedia === true,
		binaryPropertyName:
			String(options.binaryPropertyName ?? '').trim() || DEFAULTS.binaryPropertyName,
		onConflict: options.onConflict === 'replace' ? 'replace' : 'fail',
		registration: options.registration === 'manual' ? 'manual' : 'automatic',
		timestampTolerance: readNumber(options.timestampTolerance, DEFAULTS.timestampTolerance),
		deduplicate: options.deduplicate !== false,
		responseMode: parameter<Settings['responseMode']>('responseMode', 'onReceived'),
		voiceFallback: options.voiceFallback as string | undefined,
		testWith: parameter<Settings['testWith']>('testWith', 'realEvent'),
	};
}

/** A list entered as text, separated by commas or lines, or given as a list by an expression. */
function readList(value: unknown): string[] {
	const entries = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[,;\n]/);
	return entries.map((entry) => entry.trim()).filter(Boolean);
}

/** An option left empty, or an expression that gives no number, is as if it had not been added. */
function readNumber(value: unknown, otherwise: number): number {
	const number = value === '' || value === null ? NaN : Number(value);
	return Number.isFinite(number) ? number : otherwise;
}
