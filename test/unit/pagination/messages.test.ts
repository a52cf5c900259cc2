import fc from 'fast-check';

import {
	PaginationError,
	readMessages,
	TieTooLargeError,
	type MessagesQuery,
} from '../../../nodes/api/lists';
import { InvalidTimeError } from '../../../nodes/api/model/timestamps';
import {
	MICROSECOND,
	MILLISECOND,
	printTimestamp,
	SECOND,
} from '../../../nodes/api/model/timestamps';
import type { Message } from '../../../nodes/api/model/types';
import { MessageLog, PRECISIONS, type LogDialect } from '../../harness/lists/messageLog';

const NEWEST_FIRST: LogDialect = {
	order: 'newestFirst',
	pageFrom: 'newest',
	cursor: 'exclusive',
	printed: MILLISECOND,
	compared: MILLISECOND,
	zone: 'Z',
};
const OLDEST_FIRST: LogDialect = { ...NEWEST_FIRST, order: 'oldestFirst', pageFrom: 'oldest' };

const dialects: fc.Arbitrary<LogDialect> = fc
	.record({
		pageSize: fc.integer({ min: 6, max: 20 }),
		order: fc.constantFrom('newestFirst', 'oldestFirst'),
		pageFrom: fc.constantFrom('newest', 'oldest', 'nearest'),
		cursor: fc.constantFrom('inclusive', 'exclusive'),
		printed: fc.constantFrom(...PRECISIONS),
		compared: fc.constantFrom(...PRECISIONS),
		zone: fc.constantFrom('Z', '+00:00'),
	} as const)
	// Newest first and always from the oldest end: such a list could only be read backwards.
	.filter(({ order, pageFrom }) => order === 'oldestFirst' || pageFrom !== 'oldest');

/** At most five messages share a second, which is fewer than fit on a page. */
const gaps = (maxLength: number) =>
	fc
		.array(
			fc.record({
				tie: fc.array(fc.constantFrom(0, 0, 0, 1, 700, 90_000), { maxLength: 4 }),
				pause: fc
					.oneof(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 5_000 }))
					.map((seconds) => seconds * SECOND),
			}),
			{ maxLength },
		)
		.map((bursts) => {
			let time = 0;
			const times = bursts.flatMap(({ tie, pause }) => {
				time = Math.ceil(time / SECOND) * SECOND + pause;
				const burst = [time, ...tie.map((gap) => (time += gap))];
				return burst;
			});
			return times.map((each, at) => each - (times[at - 1] ?? 0));
		});

/** What arrives before each answer: now and then more than fits on a page. */
const arrivals = fc.array(
	fc.oneof(
		{ weight: 4, arbitrary: fc.array(fc.constantFrom(SECOND, 90 * SECOND), { maxLength: 1 }) },
		{ weight: 1, arbitrary: fc.array(fc.constantFrom(SECOND, 90 * SECOND), { maxLength: 30 }) },
	),
	{ maxLength: 30 },
);

/** How many pages are read at a time, and how late each answer comes. */
const ways = fc.record({
	concurrency: fc.constantFrom(1, 2, 8, 64),
	delays: fc.array(fc.nat({ max: 60 }), { maxLength: 12 }),
});
const delayBy = (delays: number[]) => (request: number) => delays[request % delays.length] ?? 0;

const sorts = fc.constantFrom<MessagesQuery['sort']>('newestFirst', 'oldestFirst');
const inOrder = (messages: Message[], sort: MessagesQuery['sort']) =>
	sort === 'oldestFirst' ? messages : [...messages].reverse();
const ids = (messages: Message[]) => messages.map(({ id }) => id);
const timesOf = (messages: Message[]) => messages.map(({ receivedAt }) => receivedAt);

/** Runs a property of everything that can be read, in every dialect and in every way. */
async function inEveryWay(
	property: (
		log: MessageLog,
		read: { sort: MessagesQuery['sort']; concurrency: number },
	) => Promise<void>,
	switches: Partial<ConstructorParameters<typeof MessageLog>[1]> = {},
) {
	await fc.assert(
		fc.asyncProperty(
			dialects,
			gaps(40),
			sorts,
			ways,
			async (dialect, times, sort, { concurrency, delays }) => {
				const log = new MessageLog(times, { ...dialect, ...switches });
				log.delay = delayBy(delays);
				await property(log, { sort, concurrency });
			},
		),
		{ numRuns: 1_200 },
	);
}

/** The order of messages that all have one time is nowhere to be seen. */
function expectSame(messages: Message[], expected: Message[]) {
	const isOneTime = new Set(expected.map(({ receivedAt }) => receivedAt)).size === 1;
	const order = (some: Message[]) => (isOneTime ? ids(some).sort() : ids(some));
	expect(order(messages)).toEqual(order(expected));
}

describe('all messages', () => {
	it('come out once each, in order, in every dialect', async () => {
		await inEveryWay(async (log, read) => {
			const messages = await readMessages(log.readPage, read);
			expectSame(messages, inOrder(log.all, read.sort));
		});
	});

	it('come out without a gap though new ones arrive before each answer', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				gaps(40),
				sorts,
				arrivals,
				ways,
				async (dialect, times, sort, arriving, { concurrency, delays }) => {
					// A message that arrives with the time of an older one could not be told from a tie.
					const log = new MessageLog([...times, 10 * SECOND], dialect);
					const before = log.messages.length;
					log.beforeAnswer = (request) => arriving[request]?.forEach((gap) => log.add(gap));
					log.delay = delayBy(delays);
					const messages = await readMessages(log.readPage, { sort, concurrency });
					expect(messages.length).toBeGreaterThanOrEqual(before);
					expect(ids(messages)).toEqual(ids(inOrder(log.all.slice(0, messages.length), sort)));
				},
			),
			{ numRuns: 1_200 },
		);
	});

	it.each([
		['newest first', NEWEST_FIRST],
		['oldest first', OLDEST_FIRST],
	])('of a long conversation cost the pages of its length, %s', async (_name, dialect) => {
		const log = new MessageLog(new Array(10_000).fill(SECOND), dialect);
		expect(await readMessages(log.readPage, { sort: 'newestFirst' })).toHaveLength(10_000);
		expect(log.requests.length).toBeLessThanOrEqual(53);
	});

	it('fail loudly where more of one time than a page holds would be lost', async () => {
		for (const dialect of [NEWEST_FIRST, OLDEST_FIRST]) {
			const tie = new Array(250).fill(0);
			const log = new MessageLog([SECOND, SECOND, ...tie, SECOND, SECOND], dialect);
			await expect(readMessages(log.readPage, { sort: 'newestFirst' })).rejects.toThrow(
				TieTooLargeError,
			);
		}
	});

	it('of a tie that fills a small page are read with a larger one', async () => {
		for (const dialect of [NEWEST_FIRST, OLDEST_FIRST]) {
			const log = new MessageLog([...new Array(90).fill(0), SECOND, SECOND], dialect);
			const messages = await readMessages(log.readPage, { sort: 'newestFirst', limit: 60 });
			expect(messages).toHaveLength(60);
		}
	});
});

describe('messages of which AgentPhone does not say whether there are more', () => {
	const MISSING = { hasMore: 'missing' } as const;

	it('come out once each, or not at all, though pages are shorter than asked', async () => {
		let whole = 0;
		await inEveryWay(
			async (log, read) => {
				const messages = await readMessages(log.readPage, read).catch((error: unknown) => {
					expect(error).toBeInstanceOf(PaginationError);
				});
				if (!messages) return;
				whole++;
				expect(ids(messages).toSorted()).toEqual(ids(log.all).toSorted());
				// A page may end among messages of one time, whose order is not seen then.
				expect(timesOf(messages)).toEqual(timesOf(inOrder(log.all, read.sort)));
			},
			{ ...MISSING, pagesVary: true },
		);
		expect(whole).toBeGreaterThan(900);
	});

	it.each([
		['newest first', NEWEST_FIRST, [10, 190, 590, 10_000], [4, 4, 5, 53]],
		['oldest first', OLDEST_FIRST, [10, 190, 590, 10_000], [7, 7, 7, 55]],
	] as const)(
		'cost one request more at each end, two where no page was filled, %s',
		async (_name, dialect, sizes, requests) => {
			const counted = [];
			for (const size of sizes) {
				const log = new MessageLog(new Array(size).fill(SECOND), { ...dialect, ...MISSING });
				expect(await readMessages(log.readPage, { sort: 'newestFirst' })).toHaveLength(size);
				counted.push(log.requests.length);
			}
			expect(counted).toEqual(requests);
		},
	);
});

describe('a long conversation that is read in several places at a time', () => {
	const read = async (log: MessageLog, concurrency = 8) =>
		await readMessages(log.readPage, { sort: 'newestFirst', concurrency });
	const evenly = (count: number) => new Array<number>(count).fill(SECOND);

	/** Counts the rounds of answers that it takes, all of which are equally late. */
	function countRounds(log: MessageLog) {
		const rounds = { count: 0, mostAtOnce: 0 };
		const waiting: Array<() => void> = [];
		const readPage = log.readPage.bind(log);
		const answer = () => {
			rounds.count++;
			rounds.mostAtOnce = Math.max(rounds.mostAtOnce, waiting.length);
			for (const go of waiting.splice(0)) go();
		};
		Object.assign(log, {
			readPage: async (request: Parameters<MessageLog['readPage']>[0]) => {
				await new Promise<void>((go) => {
					if (waiting.push(go) === 1) setImmediate(answer);
				});
				return await readPage(request);
			},
		});
		return rounds;
	}

	it.each([
		['newest first', NEWEST_FIRST],
		['oldest first', OLDEST_FIRST],
	])('takes a quarter of the time for a tenth more pages, %s', async (_name, dialect) => {
		const log = new MessageLog(evenly(10_000), dialect);
		const rounds = countRounds(log);
		expect(await read(log)).toEqual(inOrder(log.all, 'newestFirst'));
		// Its pages are 50. The others were read in vain, looking for the end.
		expect(log.requests.length).toBeLessThanOrEqual(55);
		expect(rounds.count).toBeLessThanOrEqual(14);
		expect(rounds.mostAtOnce).toBe(8);
	});

	it('costs few more where people write in sessions, now and then, or all at once', async () => {
		for (const gapAt of [
			(index: number) => (index % 40 ? 30 : 86_400) * SECOND,
			(index: number) => (index % 2_000 ? 1 : 900_000) * SECOND,
			(index: number) => ((index * 7_919) % 1_000) ** 2 * SECOND,
			(index: number) => (index % 4 ? 0 : 30 * SECOND),
			() => 40 * MILLISECOND,
		]) {
			const log = new MessageLog(
				Array.from({ length: 10_000 }, (_, index) => gapAt(index)),
				NEWEST_FIRST,
			);
			expect(await read(log)).toHaveLength(10_000);
			expect(log.requests.length).toBeLessThanOrEqual(66);
		}
	});

	it('costs not one request more where it is a few pages, or one is read at a time', async () => {
		for (const dialect of [NEWEST_FIRST, OLDEST_FIRST])
			for (const [count, concurrency] of [
				[10, 8],
				[590, 8],
				[2_000, 1],
			] as const) {
				const [log, other] = [1, 2].map(() => new MessageLog(evenly(count), dialect));
				await read(log!, concurrency);
				await readMessages(other!.readPage, { sort: 'newestFirst' });
				expect(log!.requests).toEqual(other!.requests);
			}
	});

	it('is read page after page where the pages do not fit together', async () => {
		const log = new MessageLog(evenly(4_000), NEWEST_FIRST);
		// Whole seconds are asked for only where it is not known what is there.
		const isProbe = ({ before = '.' }) => !before.includes('.');
		let probes = 0;
		const messages = await readMessages(
			async (request) => {
				const page = await log.readPage(request);
				if (!isProbe(request)) return page;
				probes++;
				// Another list: as if a cache answered for another conversation.
				return { ...page, data: page.data.map((row) => ({ ...row, id: `x${row.id}` })) };
			},
			{ sort: 'newestFirst', concurrency: 8 },
		);
		expect(probes).toBeGreaterThan(0);
		expect(ids(messages)).toEqual(ids(inOrder(log.all, 'newestFirst')));
	});

	it('fails with what went wrong, once nothing is under way any more', async () => {
		const log = new MessageLog(evenly(4_000), NEWEST_FIRST);
		let underWay = 0;
		const reading = readMessages(
			async (request) => {
				underWay++;
				const page = await log.readPage(request);
				for (let turns = 0; turns < log.requests.length; turns++) await Promise.resolve();
				underWay--;
				if (log.requests.length > 9) throw new Error('503');
				return page;
			},
			{ sort: 'newestFirst', concurrency: 8 },
		);
		await expect(reading).rejects.toThrow('503');
		expect(underWay).toBe(0);
	});
});

describe('a page that ends in a busy second', () => {
	it('is left behind where nothing newer than it follows', async () => {
		const log = new MessageLog([SECOND, 0, SECOND, 0, 0, 0, 0], {
			...OLDEST_FIRST,
			pageSize: 6,
			pageFrom: 'newest',
			cursor: 'inclusive',
		});
		const messages = await readMessages(log.readPage, { sort: 'newestFirst' });
		expect(ids(messages)).toEqual(ids(inOrder(log.all, 'newestFirst')));
	});

	it.each([
		['older', NEWEST_FIRST, 'inclusive', [SECOND, SECOND, 700, SECOND - 700, 0, 0, 0, 0]],
		['newer', OLDEST_FIRST, 'exclusive', [SECOND + 700, 0, 0, 0, 0, SECOND - 700, 0, 700]],
	] as const)(
		'is left behind where times are printed in seconds and compared in microseconds, %s',
		async (_direction, dialect, cursor, times) => {
			const compared = MICROSECOND;
			const log = new MessageLog([...times], {
				...dialect,
				pageSize: 6,
				cursor,
				printed: SECOND,
				compared,
			});
			for (const sort of ['newestFirst', 'oldestFirst'] as const)
				expect(ids(await readMessages(log.readPage, { sort }))).toEqual(
					ids(inOrder(log.all, sort)),
				);
		},
	);
});

describe('after and before', () => {
	it('give what is at or after the one and before the other, in every dialect', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				gaps(30),
				sorts,
				fc.nat(),
				fc.nat(),
				fc.boolean(),
				fc.boolean(),
				ways,
				async (dialect, times, sort, one, other, hasAfter, hasBefore, way) => {
					fc.pre(times.length > 0);
					const log = new MessageLog(times, dialect);
					const [from, to] = [one % times.length, other % times.length].sort((a, b) => a - b);
					const after = log.all[from].receivedAt;
					const before = log.all[to].receivedAt;
					log.delay = delayBy(way.delays);
					const messages = await readMessages(log.readPage, {
						sort,
						concurrency: way.concurrency,
						...(hasAfter && { after }),
						...(hasBefore && { before }),
					});
					const expected = log.all.filter(
						({ receivedAt }) =>
							(!hasAfter || receivedAt >= after) && (!hasBefore || receivedAt < before),
					);
					expectSame(messages, inOrder(expected, sort));
				},
			),
			{ numRuns: 1_200 },
		);
	});

	it('cost the pages of their range', async () => {
		for (const dialect of [NEWEST_FIRST, OLDEST_FIRST]) {
			const log = new MessageLog(new Array(10_000).fill(SECOND), dialect);
			const messages = await readMessages(log.readPage, {
				sort: 'newestFirst',
				after: log.all[5_000].receivedAt,
				before: log.all[5_300].receivedAt,
			});
			expect(messages).toHaveLength(300);
			expect(log.requests.length).toBeLessThanOrEqual(4);
		}
	});

	it('are refused when they are no times', async () => {
		const log = new MessageLog([SECOND], NEWEST_FIRST);
		await expect(
			readMessages(log.readPage, { sort: 'newestFirst', after: 'yesterday' }),
		).rejects.toThrow(InvalidTimeError);
	});
});

describe('limit', () => {
	it('gives the first ones of the order asked for, in every dialect', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				gaps(40),
				sorts,
				fc.integer({ min: 1, max: 60 }),
				fc.boolean(),
				async (dialect, times, sort, limit, isFiltered) => {
					const log = new MessageLog(times, dialect);
					const accept = ({ id }: Message) => Number(id.slice(1)) % 3 === 0;
					const messages = await readMessages(log.readPage, {
						sort,
						limit,
						...(isFiltered && { accept }),
					});
					const expected = inOrder(log.all, sort).filter((each) => !isFiltered || accept(each));
					fc.pre(new Set(log.all.map(({ receivedAt }) => receivedAt)).size !== 1);
					expect(ids(messages)).toEqual(ids(expected.slice(0, limit)));
				},
			),
			{ numRuns: 1_200 },
		);
	});

	it('and After hold though new ones arrive before each answer', async () => {
		await fc.assert(
			fc.asyncProperty(
				dialects,
				gaps(40),
				sorts,
				fc.integer({ min: 1, max: 60 }),
				fc.option(fc.nat()),
				arrivals,
				async (dialect, times, sort, limit, from, arriving) => {
					const log = new MessageLog([...times, SECOND, 10 * SECOND], dialect);
					const { length } = log.all;
					const after = log.all[(from ?? 0) % length].receivedAt;
					const isInRange = ({ receivedAt }: { receivedAt: string }) => receivedAt >= after;
					const there = log.all.filter(isInRange);
					log.beforeAnswer = (request) => arriving[request]?.forEach((gap) => log.add(gap));
					const messages = await readMessages(log.readPage, {
						sort,
						limit,
						...(from !== null && { after }),
					});
					// The list as it was at some time since the read began.
					const newest = log.all.findIndex(({ id }) => id === messages[0].id) + 1;
					const end = sort === 'newestFirst' ? Math.max(newest, length) : log.all.length;
					const expected = log.all.slice(0, end).filter(isInRange);
					expect(ids(messages)).toEqual(ids(inOrder(expected, sort).slice(0, messages.length)));
					expect(messages.length).toBeLessThanOrEqual(limit);
					expect(messages.length).toBeGreaterThanOrEqual(Math.min(limit, there.length));
				},
			),
			{ numRuns: 1_200 },
		);
	});

	it('of a conversation with long pauses costs fewer requests than its pages', async () => {
		const day = Array.from({ length: 40 }, (_, at) => (at ? 30 : 86_400) * SECOND);
		const times = new Array(125).fill(day).flat() as number[];
		for (const limit of [50, 60, 150, 300]) {
			const log = new MessageLog(times, NEWEST_FIRST);
			const messages = await readMessages(log.readPage, { sort: 'oldestFirst', limit });
			expect(messages).toEqual(log.all.slice(0, limit));
			expect(log.requests.length).toBeLessThan(25);
		}
	});

	it('of a conversation that begins with a tie takes a longer run-up', async () => {
		const times = Array.from({ length: 900 }, (_, at) => (at % 7 ? 0 : 30 * SECOND));
		const log = new MessageLog(times, { ...NEWEST_FIRST, cursor: 'inclusive' });
		const messages = await readMessages(log.readPage, { sort: 'oldestFirst', limit: 60 });
		expect(messages).toEqual(log.all.slice(0, 60));
		expect(log.requests.length).toBeLessThan(20);
	});

	it.each([
		['newestFirst', 'newest first', NEWEST_FIRST, 1],
		['oldestFirst', 'oldest first', OLDEST_FIRST, 2],
		['oldestFirst', 'newest first', NEWEST_FIRST, 20],
		['newestFirst', 'oldest first', OLDEST_FIRST, 20],
	] as const)(
		'of a long conversation costs few requests: %s of a list that is %s',
		async (sort, _name, dialect, most) => {
			for (const gap of [MILLISECOND * 40, SECOND, 3_600 * SECOND]) {
				const log = new MessageLog(new Array(10_000).fill(gap), dialect);
				const messages = await readMessages(log.readPage, { sort, limit: 50 });
				expect(ids(messages)).toEqual(ids(inOrder(log.all, sort).slice(0, 50)));
				expect(log.requests.length).toBeLessThanOrEqual(most);
			}
		},
	);
});

it('prints cursors with the precision and zone that AgentPhone uses', async () => {
	for (const [printed, zone] of [
		[SECOND, 'Z'],
		[MILLISECOND, '+00:00'],
	] as const) {
		const log = new MessageLog(new Array(300).fill(SECOND), { ...NEWEST_FIRST, printed, zone });
		await readMessages(log.readPage, { sort: 'newestFirst' });
		const edge = log.messages[100].time + printed;
		expect(log.requests[1]).toEqual({ limit: 200, before: printTimestamp(edge, printed, zone) });
	}
});
