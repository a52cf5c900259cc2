/**
 * Messages in every reading of AgentPhone's reference, tied, dense, and with answers that lie, read page after page or in
 * several places at a time. What was lost and doubled has to be 0, and every read has to end. `LIST_SEED=…` does the same again; `LIST_RUNS` says how often.
 */
import { PaginationError, readMessages } from '../../nodes/api/lists';
import { MILLISECOND, SECOND } from '../../nodes/api/model/timestamps';
import { MessageLog, PRECISIONS, type LogDialect } from '../harness/lists/messageLog';
import { reportTable } from '../harness/quiet/lines';
import { Chance } from './chance';

const SEED = Number(process.env.LIST_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.LIST_RUNS ?? 1_000);

interface Scene {
	/** The time from one message to the next. */
	gap: (chance: Chance) => number;
	dialect?: (chance: Chance) => Partial<LogDialect>;
	arrivals?: boolean;
	/** Which share of the reads may end in an error, which says why. */
	mostErrors: number;
}

const sparse = (chance: Chance) => (1 + chance.below(90)) * SECOND;
const tied = (chance: Chance) => (chance.below(4) ? 0 : SECOND);

const SCENES: Record<string, Scene> = {
	sparse: { gap: sparse, mostErrors: 0 },
	'sparse, while new ones arrive': { gap: sparse, arrivals: true, mostErrors: 0 },
	tied: { gap: tied, mostErrors: 0.3 },
	'one moment, hasMore missing': {
		gap: (chance) => (chance.below(20) ? 0 : SECOND),
		dialect: () => ({ hasMore: 'missing' }),
		mostErrors: 1,
	},
	'always more': { gap: tied, dialect: () => ({ hasMore: 'always' }), mostErrors: 1 },
	'pages vary': { gap: sparse, dialect: () => ({ pagesVary: true }), mostErrors: 0.02 },
	'pages vary, hasMore missing': {
		gap: sparse,
		dialect: () => ({ hasMore: 'missing', pagesVary: true }),
		mostErrors: 0.02,
	},
	'tied, pages vary': { gap: tied, dialect: () => ({ pagesVary: true }), mostErrors: 0.5 },
	'tied, pages vary, hasMore missing': {
		gap: tied,
		dialect: () => ({ hasMore: 'missing', pagesVary: true }),
		mostErrors: 0.5,
	},
	'always more, pages vary': {
		gap: tied,
		dialect: () => ({ hasMore: 'always', pagesVary: true }),
		mostErrors: 1,
	},
	'more in a printed second than on a page': {
		gap: (chance) => (5 + chance.below(15)) * MILLISECOND,
		dialect: () => ({ printed: SECOND, pageSize: 50 }),
		mostErrors: 1,
	},
};

class Count {
	runs = 0;
	whole = 0;
	errors = 0;
	lost = 0;
	doubled = 0;
	'most requests' = 0;
	'most requests, in pages' = 0;
}

async function tryOnce(scene: Scene, chance: Chance, count: Count) {
	const order = chance.oneOf(['newestFirst', 'oldestFirst'] as const);
	const pageSize = 6 + chance.below(20);
	const dialect: LogDialect = {
		pageSize,
		order,
		// Newest first and always from the oldest end: such a list could only be read backwards.
		pageFrom: chance.oneOf(
			order === 'oldestFirst'
				? (['newest', 'oldest', 'nearest'] as const)
				: (['newest', 'nearest'] as const),
		),
		cursor: chance.oneOf(['inclusive', 'exclusive'] as const),
		printed: chance.oneOf(PRECISIONS),
		compared: chance.oneOf(PRECISIONS),
		zone: chance.oneOf(['Z', '+00:00'] as const),
		...scene.dialect?.(chance),
	};
	const size = 5 + chance.below(dialect.pageSize === 50 ? 400 : 120);
	const log = new MessageLog(
		Array.from({ length: size }, () => scene.gap(chance)),
		dialect,
	);
	const sort = chance.oneOf(['newestFirst', 'oldestFirst'] as const);
	const limit = chance.oneOf([undefined, undefined, 1 + chance.below(size)]);
	const from = chance.oneOf([undefined, undefined, chance.below(size)]);
	const after = from === undefined ? undefined : log.all[from].receivedAt;
	const concurrency = chance.oneOf([1, 8]);
	if (concurrency > 1) log.delay = () => chance.below(20);
	const inRange = log.all.filter(({ receivedAt }) => !after || receivedAt >= after);
	if (scene.arrivals)
		log.beforeAnswer = () => {
			if (chance.next() < 0.3) log.add(sparse(chance));
		};

	count.runs++;
	const outcome = await readMessages(log.readPage, { sort, limit, after, concurrency }).catch(
		(error: unknown) => {
			if (error instanceof PaginationError) return error;
			throw error;
		},
	);
	const requests = log.requests.length;
	count['most requests'] = Math.max(count['most requests'], requests);
	const ratio = Number((requests / Math.ceil(size / dialect.pageSize!)).toFixed(1));
	count['most requests, in pages'] = Math.max(count['most requests, in pages'], ratio);
	if (outcome instanceof PaginationError) return void count.errors++;
	count.whole++;
	const found = new Set(outcome.map(({ id }) => id));
	if (found.size < outcome.length) count.doubled++;
	const times = (some: Array<{ receivedAt?: string | null }>) =>
		some.map(({ receivedAt }) => receivedAt);
	const wanted = sort === 'newestFirst' ? [...inRange].reverse() : inRange;
	const isLost =
		limit === undefined
			? inRange.some(({ id }) => !found.has(id))
			: !scene.arrivals &&
				// Of one time, any will do.
				JSON.stringify(times(outcome)) !== JSON.stringify(times(wanted.slice(0, limit)));
	if (isLost) count.lost++;
}

it(`no message is lost in silence, ${RUNS} runs each, seed ${SEED}`, async () => {
	const table: Record<string, Count> = {};
	for (const [name, scene] of Object.entries(SCENES)) {
		const count = (table[name] = new Count());
		for (let run = 0; run < RUNS; run++) await tryOnce(scene, new Chance(SEED * 7 + run), count);
	}
	reportTable(table);
	for (const [name, { lost, doubled, errors }] of Object.entries(table)) {
		expect({ name, lost, doubled }).toEqual({ name, lost: 0, doubled: 0 });
		expect(errors / RUNS).toBeLessThanOrEqual(SCENES[name].mostErrors);
	}
}, 600_000);
