import {
	MICROSECOND,
	MILLISECOND,
	parseTimestamp,
	printTimestamp,
	SECOND,
	type Microseconds,
} from '../../../nodes/api/model/timestamps';
import type { Message, Page } from '../../../nodes/api/model/types';

type TimedMessage = Message & { receivedAt: string };

export interface LogDialect {
	/** The page size, whatever is asked for; the asked one without it. */
	pageSize?: number;
	order: 'newestFirst' | 'oldestFirst';
	/** Which end of the range a page is taken from; `nearest`: the oldest when only `after` is given. */
	pageFrom: 'newest' | 'oldest' | 'nearest';
	cursor: 'inclusive' | 'exclusive';
	/** How finely times are printed, and how finely they are compared with a cursor. */
	printed: Microseconds;
	compared: Microseconds;
	zone: 'Z' | '+00:00';
	/** Whether `hasMore` is missing, or always true; right without it. */
	hasMore?: 'missing' | 'always';
	/** Whether each page may be shorter than the page size. */
	pagesVary?: boolean;
}

export const PRECISIONS = [SECOND, MILLISECOND, MICROSECOND];
const START = Date.UTC(2026, 0, 1) * MILLISECOND;

/** The messages of a conversation as AgentPhone has them, in any reading of what its reference leaves open. */
export class MessageLog {
	/** Oldest first. */
	readonly messages: Array<{ id: string; time: Microseconds }> = [];
	requests: Array<{ limit: number; before?: string; after?: string }> = [];
	beforeAnswer: (request: number) => void = () => {};
	/** How long an answer is under way, in turns of the event loop's microtasks: where it varies, answers overtake each other. */
	delay: (request: number) => number = () => 0;

	/** @param gaps the time from each message to the next, in microseconds; 0 makes a tie */
	constructor(
		gaps: Microseconds[],
		readonly dialect: LogDialect,
	) {
		for (const gap of gaps) this.add(gap);
	}

	add(gap: Microseconds) {
		const last = this.messages.at(-1)?.time ?? START;
		this.messages.push({ id: `m${this.messages.length}`, time: last + gap });
	}

	readonly readPage = async (request: {
		limit: number;
		before?: string;
		after?: string;
	}): Promise<Page<Message>> => {
		const number = this.requests.push(request) - 1;
		await Promise.resolve();
		this.beforeAnswer(number);
		const {
			pageSize = request.limit,
			order,
			pageFrom,
			cursor,
			compared,
			hasMore,
			pagesVary,
		} = this.dialect;
		const floor = (time: Microseconds) => Math.floor(time / compared) * compared;
		const isBehind = (one: Microseconds, other: Microseconds) =>
			cursor === 'inclusive' ? one >= other : one > other;
		const { before, after } = request;
		const to = before === undefined ? undefined : floor(parseTimestamp(before));
		const from = after === undefined ? undefined : floor(parseTimestamp(after));
		const range = this.messages.filter(
			({ time }) =>
				(to === undefined || isBehind(to, floor(time))) &&
				(from === undefined || isBehind(floor(time), from)),
		);
		const isOldest =
			pageFrom === 'oldest' ||
			(pageFrom === 'nearest' && after !== undefined && before === undefined);
		const shorter = pagesVary ? ((number + 1) * 7) % Math.max(1, pageSize - 1) : 0;
		const most = pageSize - shorter;
		const page = isOldest ? range.slice(0, most) : range.slice(-most);
		if (order === 'newestFirst') page.reverse();
		const answer = {
			data: page.map((message) => this.print(message)),
			...(hasMore !== 'missing' && { hasMore: hasMore === 'always' || range.length > page.length }),
		};
		for (let turns = this.delay(number); turns > 0; turns--) await Promise.resolve();
		return answer;
	};

	/** All messages as they are printed, oldest first. */
	get all(): TimedMessage[] {
		return this.messages.map((message) => this.print(message));
	}

	private print({ id, time }: { id: string; time: Microseconds }): TimedMessage {
		const { printed, zone } = this.dialect;
		return {
			id,
			body: id,
			fromNumber: '+15550000001',
			toNumber: '+15550000002',
			direction: 'inbound',
			senderIdentifier: null,
			channel: 'imessage',
			mediaUrl: null,
			mediaUrls: [],
			receivedAt: printTimestamp(Math.floor(time / printed) * printed, printed, zone),
			reactions: [],
			replyTo: null,
		};
	}
}
