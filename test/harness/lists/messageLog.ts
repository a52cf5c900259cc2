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
		await Promise.resolve();
		this.beforeAnswer(this.requests.length);
		this.requests.push(request);
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
			cursor === 'inclusive' ? floor(one) >= floor(other) : floor(one) > floor(other);
		const { before, after } = request;
		const range = this.messages.filter(
			({ time }) =>
				(before === undefined || isBehind(parseTimestamp(before), time)) &&
				(after === undefined || isBehind(time, parseTimestamp(after))),
		);
		const isOldest =
			pageFrom === 'oldest' ||
			(pageFrom === 'nearest' && after !== undefined && before === undefined);
		const shorter = pagesVary ? (this.requests.length * 7) % Math.max(1, pageSize - 1) : 0;
		const most = pageSize - shorter;
		const page = isOldest ? range.slice(0, most) : range.slice(-most);
		if (order === 'newestFirst') page.reverse();
		return {
			data: page.map((message) => this.print(message)),
			...(hasMore !== 'missing' && { hasMore: hasMore === 'always' || range.length > page.length }),
		};
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
