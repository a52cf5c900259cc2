/**
 * Lists of conversations that move in every way, and that lie: the counts of what was lost and doubled have to be 0.
 * `LIST_SEED=… npm run test:faults` does the same again; `LIST_RUNS` says how often.
 */
import { PaginationError, readConversations } from '../../nodes/api/lists';
import { MovingList, type ListDialect, type Movement, type Row } from '../harness/lists/movingList';
import { reportTable } from '../harness/quiet/lines';
import { Chance } from './chance';

const SEED = Number(process.env.LIST_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.LIST_RUNS ?? 1_000);

/** How a list behaves while it is read. */
interface Scene {
	dialect?: (chance: Chance) => Partial<ListDialect>;
	shuffled?: boolean;
	/** How likely a movement is before an answer, and how many there can be at once. */
	movements?: { chance: number; most: number };
	kinds?: ReadonlyArray<Movement['kind']>;
	/** Which share of the reads may end in an error, which says why. */
	mostErrors: number;
	/**
	 * Which share may lose a row; none, where not said. Two rows that move past each other between the same two requests
	 * can hide each other: docs/operations.md says so. The table shows how often it happens.
	 */
	mostLost?: number;
}

const SCENES: Record<string, Scene> = {
	'still, tied': { shuffled: true, mostErrors: 0.15 },
	'still, total too high': {
		dialect: (chance) => ({ total: 1 + chance.below(9) }),
		mostErrors: 0.02,
	},
	'still, always more, pages vary': {
		dialect: () => ({ hasMore: 'always', pagesVary: true, tick: 1_000 }),
		mostErrors: 0.02,
	},
	'still, nothing says that there is more, pages vary': {
		dialect: () => ({ hasMore: false, total: false, pagesVary: true, tick: 1_000 }),
		mostErrors: 0.02,
	},
	jumps: {
		kinds: ['jump', 'jump', 'add', 'remove'],
		movements: { chance: 0.5, most: 2 },
		mostErrors: 0.02,
	},
	'jumps, tied': {
		kinds: ['jump', 'add'],
		movements: { chance: 0.2, most: 2 },
		shuffled: true,
		mostErrors: 0.4,
	},
	'moves to anywhere, seldom': {
		kinds: ['shift'],
		movements: { chance: 0.1, most: 1 },
		mostErrors: 0.02,
	},
	'moves to anywhere, always': {
		kinds: ['shift'],
		movements: { chance: 1, most: 1 },
		mostErrors: 1,
	},
	'moves to anywhere, with jumps': {
		kinds: ['shift', 'jump', 'jump', 'add'],
		movements: { chance: 0.5, most: 1 },
		mostErrors: 0.25,
	},
	'everything at once': {
		kinds: ['shift', 'jump', 'add', 'remove'],
		movements: { chance: 0.4, most: 1 },
		shuffled: true,
		dialect: (chance) => ({
			total: chance.oneOf([true, false, 3]),
			pagesVary: chance.next() < 0.3,
		}),
		mostErrors: 1,
		mostLost: 0.001,
	},
};

const ASKED = ['all', 'activeSince', 'limit'] as const;

class Count {
	runs = 0;
	whole = 0;
	errors = 0;
	lost = 0;
	doubled = 0;
	'most requests' = 0;
	'most requests, in pages' = 0;
}

async function tryOnce(scene: Scene, asked: (typeof ASKED)[number], chance: Chance, count: Count) {
	const size = 5 + chance.below(90);
	const pageSize = 5 + chance.below(16);
	const list = new MovingList(size, {
		pageSize,
		hasMore: chance.oneOf([true, true, false]),
		total: true,
		tick: chance.oneOf([1, 300, 1_000, 60_000]),
		printed: chance.oneOf(['seconds', 'milliseconds'] as const),
		...scene.dialect?.(chance),
	});
	if (scene.shuffled) {
		list.shuffleTies = chance.next;
		for (let ties = chance.below(4); ties > 0; ties--)
			list.tie(chance.below(size), 2 + chance.below(12));
	}
	const cut = chance.below(size);
	const activeSince = asked === 'activeSince' ? list.rows[cut].lastMessageAt : undefined;
	const limit = asked === 'limit' ? 1 + cut : undefined;

	const inRange = () => {
		const rows = activeSince
			? list.rows.filter(({ lastMessageAt }) => lastMessageAt >= activeSince)
			: list.rows;
		if (limit === undefined) return rows;
		// Of a time that the limit parts, any will do.
		const edge = list.rows[limit]?.lastMessageAt;
		return rows.slice(0, limit).filter(({ lastMessageAt }) => lastMessageAt !== edge);
	};
	const inReach = () => {
		const edge = list.rows[Math.min(limit ?? Infinity, list.rows.length) - 1]?.lastMessageAt ?? '';
		return list.rows.filter(({ lastMessageAt }) => lastMessageAt >= edge).map(({ id }) => id);
	};
	let always = new Set(inRange().map(({ id }) => id));
	const once = new Set(inReach());
	list.beforeAnswer = () => {
		const { chance: likely = 0, most = 0 } = scene.movements ?? {};
		for (let moves = chance.next() < likely ? 1 + chance.below(most) : 0; moves > 0; moves--) {
			const kind = chance.oneOf(scene.kinds ?? ['jump']);
			list.move({ kind, at: chance.below(1e6), to: chance.below(1e6) } as Movement);
		}
		const now = new Set(inRange().map(({ id }) => id));
		always = new Set([...always].filter((id) => now.has(id)));
		for (const id of inReach()) once.add(id);
	};

	count.runs++;
	const outcome = await readConversations<Row>(list.readPage, {
		concurrency: 1 + chance.below(8),
		activeSince,
		limit,
	}).catch((error: unknown) => {
		if (error instanceof PaginationError) return error;
		throw error;
	});
	count['most requests'] = Math.max(count['most requests'], list.requests.length);
	const pages = Math.ceil(size / Math.max(1, pageSize - 1));
	const ratio = Number((list.requests.length / pages).toFixed(1));
	count['most requests, in pages'] = Math.max(count['most requests, in pages'], ratio);
	if (outcome instanceof PaginationError) return void count.errors++;
	count.whole++;
	const found = new Set(outcome.map(({ id }) => id));
	if (found.size < outcome.length) count.doubled++;
	// What was removed, or sank, meanwhile may have taken the place of another one.
	const isFull = limit !== undefined && found.size === limit;
	const isLost = isFull
		? [...found].some((id) => !once.has(id))
		: [...always].some((id) => !found.has(id));
	if (isLost) count.lost++;
}

it(`no conversation is lost in silence, ${RUNS} runs each, seed ${SEED}`, async () => {
	const table: Record<string, Count> = {};
	for (const [name, scene] of Object.entries(SCENES))
		for (const asked of ASKED) {
			const count = (table[`${name}: ${asked}`] = new Count());
			for (let run = 0; run < RUNS; run++)
				await tryOnce(scene, asked, new Chance(SEED * 7 + run), count);
		}
	reportTable(table);
	for (const [name, { lost, doubled, errors }] of Object.entries(table)) {
		const { mostErrors, mostLost = 0 } = SCENES[name.split(': ')[0]];
		expect({ name, doubled }).toEqual({ name, doubled: 0 });
		expect({ name, isLost: lost / RUNS > mostLost }).toEqual({ name, isLost: false });
		expect(errors / RUNS).toBeLessThanOrEqual(mostErrors);
	}
}, 600_000);
