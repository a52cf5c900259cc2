import { channel } from 'node:diagnostics_channel';

import type { ErrorShape } from './errors';

/** The diagnostics channel on which each fault that is added is published, in any emulator of the process. */
export const FAULT_ADDED = 'agentphone-emulator:fault-added';
const faultAdded = channel(FAULT_ADDED);

/** Something that goes wrong between the client and the API. */
export interface FaultPlan {
	/** Which requests it befalls: all, unless it says which. A text is the whole path; the query is not looked at. */
	method?: string;
	path?: string | RegExp;
	/**
	 * - `latency`: the answer comes `ms` later
	 * - `status`: it is `status` (500), with `Retry-After` if given, in one of the error shapes
	 * - `reset`: the connection breaks
	 * - `hang`: no answer ever
	 * - `redirect`: to `location`, with `status` (307)
	 * - `notJson`: an HTML page, as a proxy gives one, with `status` (200)
	 */
	kind: 'latency' | 'status' | 'reset' | 'hang' | 'redirect' | 'notJson';
	ms?: number;
	status?: number;
	/** Seconds, or text as it is to be sent (an HTTP date). */
	retryAfter?: number | string;
	/** AgentPhone's code for it, instead of the usual one of the status. */
	code?: string;
	errorShape?: ErrorShape;
	location?: string;
	/** Instead of carrying the request out (`before`, the default), or once that is done (`after`). */
	when?: 'before' | 'after';
	/** How many requests it befalls; all unless it says how many. */
	times?: number;
	/** 0 to 1, of the requests that match; default 1. */
	probability?: number;
	/**
	 * By design, it may befall no request. Of any other fault, a test must see that it did: a fault that never fires,
	 * because of a mistyped path for example, tests nothing.
	 */
	mayNotFire?: boolean;
	/** Where chance comes from: a number from 0 to below 1. */
	random?: () => number;
}

export interface Fault {
	readonly id: string;
	readonly plan: FaultPlan;
	/** How many requests it befell. */
	hits: number;
	remove(): void;
}

interface Matched {
	method: string;
	path: string;
}

/** What is going wrong at the moment, first come first served. */
export class Faults {
	private active: Fault[] = [];
	private counter = 0;

	add(plan: FaultPlan): Fault {
		const fault: Fault = {
			id: `fault_${++this.counter}`,
			plan,
			hits: 0,
			remove: () => {
				this.active = this.active.filter((other) => other !== fault);
			},
		};
		this.active.push(fault);
		faultAdded.publish(fault);
		return fault;
	}

	list(): readonly Fault[] {
		return this.active;
	}

	clear(): void {
		this.active = [];
	}

	/**
	 * The faults that befall a request, and counts them: any latencies, and of the others the first.
	 */
	take(request: Matched, when: 'before' | 'after'): FaultPlan[] {
		const taken: FaultPlan[] = [];
		for (const fault of [...this.active]) {
			const { plan } = fault;
			const isTaken = taken.some(({ kind }) => kind !== 'latency');
			if ((plan.when ?? 'before') !== when || !matches(plan, request)) continue;
			if (isTaken && plan.kind !== 'latency') continue;
			if ((plan.random ?? Math.random)() >= (plan.probability ?? 1)) continue;
			taken.push(plan);
			if (++fault.hits >= (plan.times ?? Infinity)) fault.remove();
		}
		return taken;
	}
}

function matches({ method, path }: FaultPlan, request: Matched): boolean {
	if (method && method.toUpperCase() !== request.method) return false;
	if (path === undefined) return true;
	return typeof path === 'string'
		? path === request.path
		: new RegExp(path.source, path.flags.replace(/[gy]/g, '')).test(request.path);
}
