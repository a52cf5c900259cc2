import { setImmediate } from 'node:timers/promises';

import fc from 'fast-check';

import type { Dialect, Emulator } from '../../emulator';
import { defaultDialect } from '../../emulator/dialect';
import type { Report } from '../../tools/probe/probe';

type Values = { [Name in keyof Dialect]?: ReadonlyArray<Dialect[Name]> };

/** What reading can show. The fixed sizes of pages are smaller than what there is to read. */
export const READABLE: Values = {
	timestampPrecision: ['seconds', 'milliseconds', 'microseconds'],
	timestampZone: ['Z', '+00:00'],
	pageSize: ['asAsked', 3, 4, 5],
	messagePageSize: ['asAsked', 2, 3, 4],
	messageOrder: ['newestFirst', 'oldestFirst'],
	messagePage: ['order', 'newest', 'nearest'],
	conversationTies: ['stable', 'varying'],
	conversationTotal: ['exact', 'tooHigh', 'absent'],
	conversationListHasMore: [true, false],
	cursor: ['exclusive', 'inclusive'],
	mediaUrls: ['present', 'absent'],
	emptyFields: ['null', 'absent'],
	carousel: ['separateMessages', 'oneMessage'],
	agentListHasMore: [true, false],
	errorShape: ['error', 'detail'],
	callTranscript: ['exchanges', 'turns', 'absent'],
};

/** What takes consent. */
export const CONSENTED: Values = {
	renameOfNoGroup: ['refused', 'ignored'],
	webhookDeleted: ['noContent', 'json'],
	webhookMissing: ['notFound', 'asDeleted'],
	retried: ['serverErrors', 'everyRefusal'],
	retryTimestamp: ['fresh', 'original'],
	retryRegistration: ['current', 'original'],
	eventIds: ['present', 'absent'],
	recentHistory: ['earlier', 'withNewest'],
	outboundEvents: [true, false],
};

export const namesOf = (values: Values) => Object.keys(values) as Array<keyof Dialect>;

/** Any combination. */
export const dialectsOf = (values: Values) =>
	fc.record(
		Object.fromEntries(namesOf(values).map((name) => [name, fc.constantFrom(...values[name]!)])),
	) as fc.Arbitrary<Partial<Dialect>>;

/** Every value that is not the usual one. */
export const unusual = (values: Values) =>
	namesOf(values).flatMap((name) =>
		values[name]!.filter((value) => value !== defaultDialect[name]).map((value) => [name, value]),
	) as Array<[keyof Dialect, Dialect[keyof Dialect]]>;

/** Nothing is waited for, but others get their turn. */
export const noWait = async () => await setImmediate();

export const PARTICIPANT = '+14155550123';
export const METADATA = {
	tier: 'Gold-4711',
	tags: ['a', 'b'],
	nested: { deep: [1.5, null, false] },
};

/**
 * An account that shows everything that can be shown: ties, a carousel, a call in which something was said.
 *
 * @returns the ID of the conversation with metadata
 */
export async function fill(emulator: Emulator, dialect: Partial<Dialect>): Promise<string> {
	emulator.reset();
	Object.assign(emulator.dialect, defaultDialect, dialect);
	const { store, person } = emulator;
	const number = store.addNumber({ agentId: store.addAgent().id });
	for (const minute of [1, 2, 3, 3, 3, 3, 4]) {
		const at = `2026-01-01T10:0${minute}:00.123456Z`;
		store.addConversation({ phoneNumberId: number.id, lastMessageAt: at, createdAt: at });
	}
	const { id } = store.addConversation({
		participant: PARTICIPANT,
		phoneNumberId: number.id,
		metadata: METADATA,
	});
	for (const minute of [1, 2, 3, 4, 5, 6])
		store.addMessage(id, { receivedAt: `2026-01-01T11:0${minute}:00.123456Z` });
	const pictures = store.addConversation({ phoneNumberId: number.id });
	const media = ['https://files.example/1.jpg', 'https://files.example/2.jpg'];
	const parts = emulator.dialect.carousel === 'oneMessage' ? [media] : media.map((url) => [url]);
	for (const mediaUrls of parts)
		store.addMessage(pictures.id, {
			body: '',
			mediaUrls,
			receivedAt: '2026-01-01T11:00:00.123456Z',
		});
	await person.say(PARTICIPANT, 'Good morning to you');
	return id;
}

/** Whatever was seen is what is set, and what is set was seen or has a reason that the data gives. */
export function expectTrue({ dialect, notSeen }: Report, set: Dialect, values: Values): void {
	expect(set).toMatchObject(dialect);
	const missed = namesOf(values).filter((name) => !(name in dialect));
	const excused = ['messagePage', 'carousel', 'conversationTies'];
	expect(missed.filter((name) => !excused.includes(name))).toEqual([]);
	for (const name of missed) expect(notSeen[name]).toMatch(/./);
}
