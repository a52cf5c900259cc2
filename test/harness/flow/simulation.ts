/** Runs that share an AgentPhone, in simulated time: an hour of it takes a moment. */
import { Flow } from '../../../nodes/api/http/gate/flow';

/** How a server treats a request that arrives: refuses it, or answers so many milliseconds later. */
export interface Server {
	arrive(now: number): { refused: number } | { answered: number };
}

export interface SimulatedRun {
	requests: number;
	most?: number;
	startsAt?: number;
}

export interface RunResult {
	/** When each was done. */
	done: number[];
	refused: number;
	finishedAt: number;
	/** The most that were under way at a time. */
	peak: number;
	/** How many were allowed at a time when the last one was done. */
	atOnce: number;
}

interface Event {
	at: number;
	order: number;
	happen(): void;
}

export interface Network {
	/** How long a request is on its way, and an answer, in milliseconds. */
	travel?: number;
	/** By how much of that it varies, at most. */
	jitter?: number;
}

/**
 * Carries out the runs, each with a flow of its own.
 *
 * @param until when it is ended, in milliseconds
 */
export function simulate(
	server: Server,
	runs: SimulatedRun[],
	random: () => number,
	{ travel = 25, jitter = 0, until = 3_600_000 }: Network & { until?: number } = {},
): RunResult[] {
	const events: Event[] = [];
	let order = 0;
	let now = 0;
	const at = (time: number, happen: () => void) => {
		const event = { at: time, order: order++, happen };
		let low = 0;
		let high = events.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (events[middle]!.at > time) low = middle + 1;
			else high = middle;
		}
		events.splice(low, 0, event);
	};
	const way = () => travel * (1 + jitter * (random() * 2 - 1));

	const results = runs.map(({ requests, most = 64, startsAt = 0 }) => {
		const flow = new Flow(most);
		const result: RunResult = { done: [], refused: 0, finishedAt: Infinity, peak: 0, atOnce: 0 };
		let waiting = requests;
		let underWay = 0;
		let opensAt = 0;
		let wakesAt = Infinity;
		const go = () => {
			while (waiting > 0) {
				const next = now < opensAt ? opensAt : flow.next(now);
				if (next > now) {
					// Timers are a millisecond late.
					if (next < wakesAt) {
						wakesAt = next;
						at(Math.ceil(next) + 1, () => {
							wakesAt = Infinity;
							go();
						});
					}
					return;
				}
				waiting--;
				result.peak = Math.max(result.peak, ++underWay);
				const passage = flow.leave('POST', now);
				at(now + way(), () => {
					const fate = server.arrive(now);
					if ('refused' in fate)
						at(now + way(), () => {
							underWay--;
							result.refused++;
							flow.comeBack(passage, { refusedFor: fate.refused }, now);
							opensAt = Math.max(opensAt, now + fate.refused + random() * 60);
							waiting++;
							go();
						});
					else
						at(now + fate.answered + way(), () => {
							underWay--;
							flow.comeBack(passage, 'done', now);
							result.done.push(now);
							result.atOnce = flow.atOnce;
							if (result.done.length === requests) result.finishedAt = now;
							go();
						});
				});
			}
		};
		at(startsAt, go);
		return result;
	});
	for (let event = events.pop(); event && event.at < until; event = events.pop()) {
		now = Math.max(now, event.at);
		event.happen();
	}
	return results;
}

/** So many requests in any span of so many milliseconds. */
export function slidingWindow(most: number, span: number, asks = 1_000): Server {
	const taken: number[] = [];
	return {
		arrive(now) {
			while (taken.length && taken[0]! <= now - span) taken.shift();
			if (taken.length >= most) return { refused: asks };
			taken.push(now);
			return { answered: 0 };
		},
	};
}

/** So many requests in each span of the clock. */
export function fixedWindow(most: number, span: number): Server {
	let window = -1;
	let taken = 0;
	return {
		arrive(now) {
			const current = Math.floor(now / span);
			if (current !== window) taken = 0;
			window = current;
			if (taken >= most)
				return { refused: Math.ceil(((current + 1) * span - now) / 1_000) * 1_000 };
			taken++;
			return { answered: 0 };
		},
	};
}

/** So many requests a second, and so many at once. */
export function tokenBucket(rate: number, size: number, asks = 1_000): Server {
	let tokens = size;
	let last = 0;
	return {
		arrive(now) {
			tokens = Math.min(size, tokens + ((now - last) * rate) / 1_000);
			last = now;
			if (tokens < 1) return { refused: asks };
			tokens--;
			return { answered: 0 };
		},
	};
}

/** So many workers, each with one request at a time. */
export function queue(workers: number, work: () => number): Server {
	const freeAt = new Array<number>(workers).fill(0);
	return {
		arrive(now) {
			const index = freeAt.indexOf(Math.min(...freeAt));
			const start = Math.max(now, freeAt[index]!);
			freeAt[index] = start + work();
			return { answered: freeAt[index]! - now };
		},
	};
}

/** As many as come. */
export function unlimited(): Server {
	return { arrive: () => ({ answered: 0 }) };
}

/** Numbers from 0 to below 1 that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
