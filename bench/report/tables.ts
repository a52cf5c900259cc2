/** What was measured, as Markdown. */
import type { Measured } from '../measure';
import type { MemoryResult } from '../memory';
import type { Results } from '../results';
import type { Verdict } from './targets';

/** The cases in the order in which they are told. */
export const titles: Record<string, string> = {
	conversations: 'Return All of {rows} conversations',
	messages: 'Return All of {rows} messages of one conversation',
	merges: '{rows} metadata merges, each into another conversation',
	merges200: '{rows} metadata merges, for the promise below',
	sends: '{rows} messages, each to another person',
	limitedMerges: '{rows} metadata merges, while AgentPhone takes 50 requests a second',
	limitedSends: '{rows} messages, while AgentPhone takes 50 requests a second',
	broadcast: '60 messages, of which AgentPhone refuses 50 by a rule',
	sync: '{rows} changed of 10,000 conversations',
	writeBack: '{rows} metadata merges, of which 50 change something',
	lookups: 'The conversations with each of 60 contacts, of 1,600 conversations',
	updates: '{rows} metadata merges into one conversation',
	concurrency: 'Return All of {rows} conversations, by the option Concurrency',
};

/** Those that are drawn. */
export const PICTURES = ['conversations', 'messages', 'merges', 'sends', 'sync', 'concurrency'];

export function tables(results: Results, verdicts: Verdict[]): string {
	return [
		verdictTable(verdicts),
		...Object.keys(titles).map((name) => caseTable(results, name)),
		triggerTable(results),
		heldTable(results),
		results.memory && memoryText(results.memory),
	]
		.filter(Boolean)
		.join('\n\n');
}

function verdictTable(verdicts: Verdict[]): string {
	if (!verdicts.length) return '';
	const rows = verdicts.map(({ promise, measured, kept }) => [
		promise,
		measured,
		kept ? 'yes' : 'NO',
	]);
	return `### What is promised\n\n${markdown(['promise', 'measured', 'kept'], rows)}`;
}

function caseTable({ cases }: Results, name: string): string {
	const measured = cases.filter((each) => each.name === name);
	if (!measured.length) return '';
	const [{ rows: size, results, leastTime }] = measured;
	const title = titles[name].replace('{rows}', size.toLocaleString('en'));
	const head = [
		'',
		'requests',
		'processor time',
		...measured.map(({ latency }) => `${latency} ms a response`),
	];
	if (leastTime) return limitedTable(title, results, leastTime);
	const rows = results.map(({ contender, effects, cpu }, index) => [
		contender,
		String(effects.requests),
		duration(cpu),
		...measured.map(({ results: [first, ...others] }) => {
			const { median } = [first, ...others][index];
			return `${duration(median)} (${(median / first.median).toFixed(2)})`;
		}),
	]);
	const picture = PICTURES.includes(name) ? `![${title}](images/bench-${name}.svg)\n\n` : '';
	return `### ${title}\n\n${picture}In brackets: how many times as long as the first line.\n\n${markdown(head, rows)}`;
}

/** Where AgentPhone refuses for a limit, what is lost and what is done twice counts as well. */
function limitedTable(title: string, results: Measured[], leastTime: number): string {
	const rows = results.map(({ contender, effects, median }) => [
		contender,
		...[effects.requests, effects.refused, effects.lost, effects.doubled].map(String),
		`${duration(median)} (${(median / leastTime).toFixed(2)})`,
	]);
	const head = ['', 'requests', 'refused', 'lost', 'done twice', 'time'];
	return `### ${title}\n\nAnswers take 50 ms. In brackets: how many times as long as the limit itself takes, ${duration(leastTime)}.\n\n${markdown(head, rows)}`;
}

function triggerTable({ triggers }: Results): string {
	if (!triggers.length) return '';
	const rows = triggers.map((result) => {
		const { engine, contender, genuineMedian, forgedMedian, genuineCost, forgedCost } = result;
		const ours = triggers.find((each) => each.engine === engine)!;
		return [
			engine,
			contender,
			`${genuineMedian.toFixed(1)} (${(genuineMedian / ours.genuineMedian).toFixed(2)})`,
			milliseconds(genuineCost),
			forgedMedian.toFixed(1),
			milliseconds(forgedCost),
		];
	});
	return `### Deliveries a second, in a running n8n\n\n![Deliveries a second](images/bench-triggers.svg)\n\n20 at a time, SQLite, until every execution is over. In brackets: in relation to ours. Forged deliveries are refused by the triggers; Webhook + Code starts an execution for each, which fails. Processor time is that of n8n and its task runner for one delivery.\n\n${markdown(['expression engine', '', 'deliveries a second', 'processor time', 'forged ones a second', 'processor time'], rows)}`;
}

function heldTable({ held }: Results): string {
	if (!held.length) return '';
	const rows = held.map((result) => [
		result.engine,
		String(result.held),
		kilobytes(result.memory),
		duration(result.median),
		duration(result.slowest),
	]);
	return `### Deliveries held by Wait for Pause, in a running n8n\n\n50 people a second write one text each, and the pause is long enough that all of them are held at the same time. The memory is what n8n's process grows by, its garbage included, for each that is held. The delay is that from the end of the pause to the start of the execution.\n\n${markdown(['expression engine', 'held', 'memory of each', 'median delay', 'longest delay'], rows)}`;
}

function memoryText({ rows, ours, floorPeakOfProcess }: MemoryResult): string {
	const each = Math.round(ours.items / rows);
	return [
		`### Memory: Return All of ${rows.toLocaleString('en')} conversations`,
		`The items themselves take ${megabytes(ours.items)} (${each.toLocaleString('en')} bytes each). While they are read, the node has ${megabytes(ours.beyond)} in use besides. The whole process, n8n-core included, reaches ${megabytes(ours.peakOfProcess)} with its garbage; one that reads the same pages with bare requests and keeps the same items reaches ${megabytes(floorPeakOfProcess)}. Node's default heap here is ${megabytes(ours.heapLimit)}.`,
	].join('\n\n');
}

function markdown(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [
		line(head),
		line(head.map((_, column) => (column ? '---:' : '---'))),
		...rows.map(line),
	].join('\n');
}

const milliseconds = (ms: number) => (Number.isNaN(ms) ? 'unknown' : `${ms.toFixed(1)} ms`);
const duration = (ms: number) =>
	ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
const kilobytes = (bytes: number) =>
	Number.isNaN(bytes) ? 'unknown' : `${Math.round(bytes / 1_024).toLocaleString('en')} kB`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576).toLocaleString('en')} MB`;
