import type { FaultPlan } from '../../emulator';
import type { Chance } from './chance';

/** Refusals: whoever answers with one has not carried the request out. */
const REFUSALS = [400, 401, 402, 403, 404, 409, 422, 429, 429, 429];
/** Failures, of which nobody knows how far the request came. */
const FAILURES = [408, 500, 502, 503, 504];

/** One to three things that go wrong at the same time, each once, some times, by chance, or always. */
export function planFaults(chance: Chance): FaultPlan[] {
	return Array.from({ length: 1 + chance.below(3) }, () => planFault(chance));
}

function planFault(chance: Chance): FaultPlan {
	const kind = chance.oneOf([
		'status',
		'status',
		'status',
		'reset',
		'reset',
		'hang',
		'notJson',
		'redirect',
		'latency',
	] as const);
	const when = chance.oneOf(['before', 'after'] as const);
	return {
		kind,
		when,
		random: chance.next,
		// A request that hangs costs the patience for an answer, so it does not last.
		...(kind === 'hang' ? { times: 1 } : howOften(chance)),
		...(kind === 'status' && {
			status: chance.oneOf(when === 'after' ? FAILURES : [...FAILURES, ...REFUSALS]),
			errorShape: chance.oneOf(['error', 'detail', 'validation'] as const),
			retryAfter: chance.oneOf([undefined, 0, 'soon', new Date().toUTCString(), 7_200]),
		}),
		...(kind === 'notJson' && { status: chance.oneOf([200, 502]) }),
		...(kind === 'redirect' && { status: chance.oneOf([301, 302, 303, 307, 308]) }),
		...(kind === 'latency' && { ms: chance.below(20) }),
	};
}

const howOften = (chance: Chance): Partial<FaultPlan> =>
	chance.oneOf([{ times: 1 }, { times: 1 + chance.below(4) }, { probability: 0.3 }, {}]);
