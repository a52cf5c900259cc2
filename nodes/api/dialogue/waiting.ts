import { parseTimestamp } from '../model/timestamps';
import type { Json, JsonObject, Timestamp } from '../model/types';

/**
 * The one key of a conversation's metadata that is ours: what Send and Wait for Response needs to be found again when
 * somebody answers. It comes with every delivery, in no item of a node, and says nothing that is taken for true: the
 * waiting node reads the conversation itself.
 */
export const WAITING_KEY = 'n8nWaiting';
const VERSION = 1;

/** Questions that may be open in one conversation at a time. */
export const MOST_OPEN = 20;
const MOST_CLOSED = 50;
/** Messages that ask again, of one question. */
const MOST_REPEATS = 5;
const LONGEST_URL = 2_000;

/** A question that somebody may answer. */
export interface OpenQuestion {
	/** The message that asked. */
	id: string;
	/** Messages that asked again because an answer was unclear. */
	repeats?: string[];
	at: Timestamp;
	/** When it stops waiting; never, where it is missing. */
	until?: Timestamp;
	/** Where n8n resumes the execution that asked. */
	url: string;
}

/**
 * A question that is answered or out of time. It is remembered while an older one is open: what was written between
 * `at` and `to` was for this one. And it is held while other questions of the same run are open.
 */
export interface ClosedQuestion {
	id: string;
	at: Timestamp;
	to: Timestamp;
	/** The message or reaction that answered it. */
	by?: string;
	/** Whether its run still needs it. */
	held?: boolean;
	until?: Timestamp;
}

/** What is stored. The order is that in which the questions were asked. */
export interface Waiting {
	open: OpenQuestion[];
	closed: ClosedQuestion[];
}

type Metadata = Readonly<Record<string, unknown>> | null | undefined;

/** Reads what is stored. Whatever is not ours or malformed is left out; anybody can write metadata. */
export function readWaiting(metadata: Metadata): Waiting {
	const stored = ownEntry(metadata);
	if (!isObject(stored) || stored.version !== VERSION) return { open: [], closed: [] };
	return {
		open: listOf(stored.open).flatMap(readOpen).sort(byTime).slice(-MOST_OPEN),
		closed: listOf(stored.closed).flatMap(readClosed).sort(byTime).slice(-MOST_CLOSED),
	};
}

/** The metadata with what is waiting in it; `null` where nothing at all is left. */
export function writeWaiting(
	metadata: JsonObject | null | undefined,
	{ open, closed }: Waiting,
): JsonObject | null {
	const rest = withoutWaiting(metadata);
	if (!open.length && !closed.length) return rest;
	const stored = { version: VERSION, open: open.map(asJson), closed: closed.map(asJson) };
	return { ...rest, [WAITING_KEY]: stored };
}

/** The builder's own metadata: what an item shows, and what they change. `null` where there is none. */
export function withoutWaiting<Value>(
	metadata: Record<string, Value> | null | undefined,
): Record<string, Value> | null {
	if (!metadata || !Object.hasOwn(metadata, WAITING_KEY)) return metadata ?? null;
	const rest = { ...metadata };
	delete rest[WAITING_KEY];
	return Object.keys(rest).length ? rest : null;
}

/** New metadata with what is waiting in the stored one, whatever else becomes of that. */
export function keepWaiting(
	stored: JsonObject | null | undefined,
	next: JsonObject | null,
): JsonObject | null {
	const rest = withoutWaiting(next);
	const waiting = ownEntry(stored) as Json | undefined;
	return waiting === undefined ? rest : { ...rest, [WAITING_KEY]: waiting };
}

/** A question was asked. Asked once more (an execution is tried again), it is open at its new address. */
export function opened(waiting: Waiting, question: OpenQuestion): Waiting {
	return {
		...waiting,
		open: [...waiting.open.filter(({ id }) => id !== question.id), question].sort(byTime),
	};
}

/** A question was asked again, by another message. */
export function repeated(waiting: Waiting, id: string, messageId: string): Waiting {
	const open = waiting.open.map((question) =>
		question.id === id
			? { ...question, repeats: [...(question.repeats ?? []), messageId].slice(-MOST_REPEATS) }
			: question,
	);
	return { ...waiting, open };
}

/** A question is not open any more. */
export function closed(
	waiting: Waiting,
	id: string,
	{ to, by, held }: Pick<ClosedQuestion, 'to' | 'by' | 'held'>,
): Waiting {
	const question = waiting.open.find((each) => each.id === id);
	if (!question) return waiting;
	const { at, until } = question;
	return tidy({
		open: waiting.open.filter((each) => each !== question),
		closed: [
			...waiting.closed.filter((each) => each.id !== id),
			{ id, at, to, ...(by && { by }), ...(held && { held, ...(until && { until }) }) },
		],
	});
}

/** The run that asked is done with its questions. */
export function released(waiting: Waiting, ids: readonly string[]): Waiting {
	return tidy({
		open: waiting.open,
		closed: waiting.closed.map((question) =>
			ids.includes(question.id) ? { ...question, held: false } : question,
		),
	});
}

/** Whether a question has stopped waiting. `now` in milliseconds. */
export const isOver = ({ until }: Pick<OpenQuestion, 'until'>, now: number): boolean =>
	until !== undefined && parseTimestamp(until) <= now * 1_000;

/** Closes what is out of time. `now` in milliseconds. */
export function withoutOver(waiting: Waiting, now: number): Waiting {
	const over = waiting.open.filter((question) => isOver(question, now));
	const left = over.reduce((all, { id, until }) => closed(all, id, { to: until! }), waiting);
	return {
		...left,
		closed: left.closed.filter((question) => !question.held || !isOver(question, now)),
	};
}

/** Forgets what nobody needs: closed questions that no older open one has to be told from. */
function tidy({ open, closed }: Waiting): Waiting {
	const oldest = Math.min(...open.map(({ at }) => parseTimestamp(at)));
	const needed = closed.filter(({ at, held }) => held || parseTimestamp(at) >= oldest);
	return { open, closed: needed.sort(byTime).slice(-MOST_CLOSED) };
}

const byTime = (one: { at: Timestamp }, other: { at: Timestamp }) =>
	parseTimestamp(one.at) - parseTimestamp(other.at);

const asJson = (question: OpenQuestion | ClosedQuestion): Json =>
	Object.fromEntries(
		Object.entries(question).filter(([, value]) => value !== undefined && value !== false),
	) as JsonObject;

function readOpen(entry: unknown): OpenQuestion[] {
	if (!isObject(entry)) return [];
	const { id, at, url, until, repeats } = entry;
	if (!isText(id) || !isTime(at) || !isText(url, LONGEST_URL) || !isUrl(url)) return [];
	if (until !== undefined && !isTime(until)) return [];
	const messages = listOf(repeats)
		.filter((each) => isText(each))
		.slice(-MOST_REPEATS);
	return [{ id, at, url, ...(until && { until }), ...(messages.length && { repeats: messages }) }];
}

function readClosed(entry: unknown): ClosedQuestion[] {
	if (!isObject(entry)) return [];
	const { id, at, to, by, held, until } = entry;
	if (!isText(id) || !isTime(at) || !isTime(to)) return [];
	return [
		{
			id,
			at,
			to,
			...(isText(by) && { by }),
			...(held === true && { held }),
			...(isTime(until) && { until }),
		},
	];
}

function ownEntry(metadata: Metadata): unknown {
	return metadata && Object.hasOwn(metadata, WAITING_KEY) ? metadata[WAITING_KEY] : undefined;
}

const isText = (value: unknown, longest = 200): value is string =>
	typeof value === 'string' && value !== '' && value.length <= longest;
const isTime = (value: unknown): value is Timestamp =>
	isText(value, 40) && !Number.isNaN(parseTimestamp(value));
const isUrl = (value: string) => /^https?:/i.test(value) && URL.canParse(value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
