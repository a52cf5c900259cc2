import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { defaultDialect, type Dialect } from './dialect';

const pageSize = z.union([z.literal('asAsked'), z.number().int().min(1)]);

/** The values that each switch can have. */
const switches: { [Name in keyof Dialect]: z.ZodType<Dialect[Name]> } = {
	timestampPrecision: z.enum(['seconds', 'milliseconds', 'microseconds']),
	timestampZone: z.enum(['Z', '+00:00']),
	pageSize,
	messagePageSize: pageSize,
	messageOrder: z.enum(['newestFirst', 'oldestFirst']),
	messagePage: z.enum(['order', 'newest', 'nearest']),
	conversationTies: z.enum(['stable', 'varying']),
	conversationTotal: z.enum(['exact', 'tooHigh', 'absent']),
	conversationListHasMore: z.boolean(),
	cursor: z.enum(['exclusive', 'inclusive']),
	mediaUrls: z.enum(['present', 'absent']),
	emptyFields: z.enum(['null', 'absent']),
	carousel: z.enum(['separateMessages', 'oneMessage']),
	renameOfNoGroup: z.enum(['refused', 'ignored']),
	agentListHasMore: z.boolean(),
	reactionNeeds: z.enum(['iMessageMessage', 'iMessageNumber']),
	errorShape: z.enum(['error', 'detail']),
	webhookDeleted: z.enum(['noContent', 'json']),
	webhookMissing: z.enum(['notFound', 'asDeleted']),
	retried: z.enum(['serverErrors', 'everyRefusal']),
	retryTimestamp: z.enum(['fresh', 'original']),
	retryRegistration: z.enum(['current', 'original']),
	eventIds: z.enum(['present', 'absent']),
	recentHistory: z.enum(['earlier', 'withNewest']),
	callTranscript: z.enum(['exchanges', 'turns', 'absent']),
	outboundEvents: z.boolean(),
};

/**
 * The switches that `--dialect` sets, a later one over an earlier one.
 *
 * @param settings each either `name=value` or the path of a file, see {@link parseDialectFile}
 * @throws Error that names what is wrong
 */
export function readDialectSettings(settings: string[]): Partial<Dialect> {
	return Object.assign(
		{},
		...settings.map((setting) => (setting.includes('=') ? parsePair(setting) : readFile(setting))),
	) as Partial<Dialect>;
}

/**
 * The switches in a file such as `{"dialect": {"messageOrder": "oldestFirst"}}`. What else the file holds is for people.
 *
 * @throws Error that names what is wrong
 */
export function parseDialectFile(text: string): Partial<Dialect> {
	const file = z.object({ dialect: z.record(z.unknown()) }).safeParse(parseJson(text));
	if (!file.success)
		throw new Error('Expected an object such as {"dialect": {"messageOrder": "oldestFirst"}}');
	return checkSwitches(file.data.dialect);
}

function readFile(path: string): Partial<Dialect> {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new Error(`--dialect takes name=value or a file: ${(error as Error).message}`);
	}
	try {
		return parseDialectFile(text);
	} catch (error) {
		throw new Error(`${path}: ${(error as Error).message}`);
	}
}

function parsePair(pair: string): Partial<Dialect> {
	const [name, value = ''] = pair.split(/=(.*)/s);
	const isText = !/^(true|false|\d+)$/.test(value);
	return checkSwitches({ [name]: isText ? value : (JSON.parse(value) as number | boolean) });
}

function checkSwitches(values: Record<string, unknown>): Partial<Dialect> {
	for (const [name, value] of Object.entries(values)) {
		if (!Object.hasOwn(defaultDialect, name))
			throw new Error(
				`No such dialect: ${name}. There are ${Object.keys(defaultDialect).join(', ')}`,
			);
		const checked = switches[name as keyof Dialect].safeParse(value);
		if (!checked.success)
			throw new Error(`${name} cannot be ${JSON.stringify(value)}: ${reason(checked.error)}`);
	}
	return values;
}

function reason({ issues }: z.ZodError): string {
	return issues.map(({ message }) => message).join('; ');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Error(`This is not JSON: ${(error as Error).message}`);
	}
}
