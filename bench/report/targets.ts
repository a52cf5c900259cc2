import { names } from '../engine/case';
import { effectsOf, medianOf, processorTimeOf, type Results } from '../results';
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
		ratio(
			results,
			'500 merges into 500 conversations at 50 ms: at most 2 × the HTTP Request node, all at once',
			['merges', 50, names.ours],
			['merges', 50, `${names.httpRequest} ×2, all at once`],
			2,
		),
		ratio(
			results,
			'500 messages at 50 ms: at most 2 × the HTTP Request node, all at once',
			['sends', 50, names.ours],
			['sends', 50, `${names.httpRequest}, all at once`],
			2,
		),
		...withinLimit(results, '500 merges', 'limitedMerges'),
		...withinLimit(results, '500 messages', 'limitedSends'),
		requests(
			results,
			'60 messages of which 50 are refused by a rule: one request each',
			'broadcast',
			60,
		),
		requests(results, '50 changed of 10,000 conversations: at most 2 list requests', 'sync', 2),
		requests(
			results,
			'10,000 merges of which 50 change something: at most 220 requests',
			'writeBack',
			220,
		),
		requests(
			results,
			'The conversations with each of 60 contacts, of 1,600: at most 18 requests',
			'lookups',
			18,
		),
		processorTime(results, '4,000 merges into one conversation: at most 1 s of processor time'),
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

/** Under a limit of AgentPhone's. */
function withinLimit(results: Results, what: string, name: string): Verdict[] {
	const leastTime = results.cases.find((each) => each.name === name)?.leastTime;
	const time = medianOf(results, name, 50, names.ours);
	const effects = effectsOf(results, name, 50, names.ours);
	if (leastTime === undefined || time === undefined || effects === undefined) return [];
	const { lost, doubled, refused, requests } = effects;
	return [
		{
			promise: `${what} while AgentPhone takes 50 requests a second: each done once`,
			measured: `${lost} lost, ${doubled} twice`,
			kept: lost === 0 && doubled === 0,
		},
		{
			promise: '… at most 1.15 × as long as the limit itself takes',
			measured: `${(time / leastTime).toFixed(2)} ×`,
			kept: time / leastTime <= 1.15,
		},
		{
			promise: '… at most 5 % of the requests refused',
			measured: `${((100 * refused) / requests).toFixed(1)} %`,
			kept: refused / requests <= 0.05,
		},
	];
}

function requests(
	results: Results,
	promise: string,
	name: string,
	most: number,
): Verdict | undefined {
	const effects = effectsOf(results, name, 50, names.ours);
	if (effects === undefined) return undefined;
	return { promise, measured: String(effects.requests), kept: effects.requests <= most };
}

function processorTime(results: Results, promise: string): Verdict | undefined {
	const time = processorTimeOf(results, 'updates', 0, names.ours);
	if (time === undefined) return undefined;
	return { promise, measured: `${Math.round(time)} ms`, kept: time <= 1_000 };
}

function triggers({ triggers: measured }: Results): Verdict[] {
	const rate = (engine: string, contender: string) =>
		measured.find((each) => each.engine === engine && each.contender === contender)
			?.genuineMedian ?? NaN;
	const verdict = (
		promise: string,
		engine: string,
		one: string,
		other: string,
		least = 1,
	): Verdict => {
		const [ours, theirs] = [rate(engine, one), rate(engine, other)];
		return {
			promise,
			measured: `${ours.toFixed(1)} to ${theirs.toFixed(1)} a second`,
			kept: ours >= least * theirs,
		};
	};
	const engines = [...new Set(measured.map(({ engine }: TriggerResult) => engine))];
	const { ours, oursForgetful, telegram, code } = triggerNames;
	return engines.flatMap((engine) => {
		const deliveries = `Deliveries, engine ${engine}`;
		return [
			verdict(
				`${deliveries} of the same size: at least 0.95 × the Telegram Trigger`,
				engine,
				ours,
				telegram,
				0.95,
			),
			verdict(
				'… with Deduplicate off, for the Telegram Trigger remembers nothing either: at least as many',
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
