import { names } from '../engine/case';
import { medianOf, requestsOf, type Results } from '../results';
import type { TriggerResult } from '../trigger';
import { names as triggerNames } from '../trigger/contenders';

/** A promise of the project, and whether this run kept it. */
export interface Verdict {
	promise: string;
	/** What was measured, in the promise's own terms. */
	measured: string;
	kept: boolean;
}

/** Judges what was measured in full; what was not is left out. */
export function judge(results: Results): Verdict[] {
	if (results.scale !== 1) return [];
	return [
		besideHttpRequest(
			results,
			'Return All of 10,000 conversations at 50 ms: at most 0.25 × the HTTP Request node',
			['conversations', 50],
			0.25,
		),
		ratio(
			results,
			'… at most 1.25 × bare requests at the same concurrency',
			['conversations', 50, names.ours],
			['conversations', 50, names.floor],
			1.25,
		),
		besideHttpRequest(
			results,
			'… at 0 ms: not slower than the HTTP Request node',
			['conversations', 0],
			1,
		),
		besideHttpRequest(
			results,
			'Return All of 10,000 messages at 50 ms: at most 0.30 × the HTTP Request node',
			['messages', 50],
			0.3,
		),
		ratio(
			results,
			'200 merges into 200 conversations at 50 ms: at most 0.30 × one after another',
			['merges200', 50, names.ours],
			['merges200', 50, `${names.ours}, one after another`],
			0.3,
		),
		broadcastRequests(results),
		syncRequests(results),
		...triggers(results),
	].filter((verdict) => verdict !== undefined);
}

type Key = [name: string, latency: number, contender: string];

const besideHttpRequest = (
	results: Results,
	promise: string,
	[name, latency]: [name: string, latency: number],
	most: number,
) => ratio(results, promise, [name, latency, names.ours], [name, latency, names.httpRequest], most);

function ratio(
	results: Results,
	promise: string,
	ours: Key,
	theirs: Key,
	most: number,
): Verdict | undefined {
	const [a, b] = [medianOf(results, ...ours), medianOf(results, ...theirs)];
	if (a === undefined || b === undefined) return undefined;
	return { promise, measured: `${(a / b).toFixed(2)} ×`, kept: a / b <= most };
}

function broadcastRequests(results: Results): Verdict | undefined {
	const requests = requestsOf(results, 'broadcast', 50, names.ours);
	if (requests === undefined) return undefined;
	return {
		promise: '60 messages of which 50 are refused by a rule: one request each',
		measured: String(requests),
		kept: requests === 60,
	};
}

function syncRequests(results: Results): Verdict | undefined {
	const requests = requestsOf(results, 'sync', 50, names.ours);
	if (requests === undefined) return undefined;
	return {
		promise: '50 changed of 10,000 conversations: at most 2 list requests',
		measured: String(requests),
		kept: requests <= 2,
	};
}

function triggers({ triggers: measured }: Results): Verdict[] {
	const rate = (engine: string, contender: string) =>
		measured.find((each) => each.engine === engine && each.contender === contender)
			?.genuineMedian ?? NaN;
	const verdict = (promise: string, engine: string, one: string, other: string): Verdict => {
		const [ours, theirs] = [rate(engine, one), rate(engine, other)];
		return {
			promise,
			measured: `${ours.toFixed(1)} to ${theirs.toFixed(1)} a second`,
			kept: ours >= theirs,
		};
	};
	const engines = [...new Set(measured.map(({ engine }: TriggerResult) => engine))];
	const { ours, oursForgetful, telegram, code } = triggerNames;
	return engines.flatMap((engine) => {
		const deliveries = `Deliveries, engine ${engine}`;
		return [
			verdict(`${deliveries}: at least as many as the Telegram Trigger`, engine, ours, telegram),
			verdict(
				'… with Deduplicate off, for the Telegram Trigger remembers nothing either',
				engine,
				oursForgetful,
				telegram,
			),
			...(engine === 'legacy'
				? [verdict(`${deliveries}: more than Webhook + Code`, engine, ours, code)]
				: []),
		];
	});
}
