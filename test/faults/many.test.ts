/**
 * So many items that the number of requests at a time grows as far as it may, while things go wrong at random: what was
 * sent twice, told wrongly or lost has to be 0. `MANY_SEED=… npm run test:faults` does the same again.
 */
import { startEmulator, type Emulator } from '../../emulator';
import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { MOST_CONCURRENCY } from '../../nodes/AgentPhone/fields';
import { byId, itemsOf } from '../harness/engine/actionNode';
import { Engine } from '../harness/engine/engine';
import { report } from '../harness/quiet/lines';
import { API_KEY } from './box';
import { Chance } from './chance';
import { planFaults } from './faultPlans';
import { Harm } from './harm';
import { judgeSends } from './trial';

const SEED = Number(process.env.MANY_SEED ?? Date.now() % 1_000_000);
const RUNS = 6;
const ITEMS = 300;

jest.setTimeout(600_000);

let emulator: Emulator;
let engine: Engine;
let most = 0;

beforeAll(async () => {
	emulator = await startEmulator({ apiKey: API_KEY });
	engine = new Engine({
		nodeType: new AgentPhone(),
		credentials: { apiKey: API_KEY, baseUrl: emulator.baseUrl },
		policy: { firstWait: 1, longestWait: 8, answer: 5_000 },
	});
});
afterAll(async () => await emulator.stop());

/** Runs the node while faults are planned, and one that makes answers slow enough for many to be under way. */
async function runAmidFaults(parameters: object, rows: object[], run: number) {
	const chance = new Chance(SEED * 1_009 + run);
	const plans = run < 2 ? [] : planFaults(chance).filter(({ kind }) => kind !== 'hang');
	emulator.faults.add({ kind: 'latency', ms: 40 });
	for (const plan of plans) emulator.faults.add({ ...plan, mayNotFire: true });
	let underWay = 0;
	const stop = emulator.beforeEach(() => {
		most = Math.max(most, ++underWay);
		setTimeout(() => underWay--, 40);
	});
	const outcome = await engine
		.execute(parameters as never, itemsOf(...rows), { continueOnFail: true })
		.then(
			(items) => ({ rows: items.map(({ json }) => json as Record<string, unknown>) }),
			(error: Error & Record<string, unknown>) => ({ error }),
		);
	stop();
	return { outcome, harm: new Harm(`[run ${run}, ${JSON.stringify(plans)}]`) };
}

it(`sends to many, seed ${SEED}`, async () => {
	const people = Array.from({ length: ITEMS }, (_, at) => `+1212555${1_000 + at}`);
	const send = {
		resource: 'message',
		operation: 'send',
		toNumber: '={{ $json.to }}',
		body: '={{ $json.to }}',
	};
	for (let run = 0; run < RUNS; run++) {
		emulator.store.addNumber();
		const rows = people.map((to) => ({ to }));
		const { outcome, harm } = await runAmidFaults(send, rows, run);
		const times = new Map<unknown, number>();
		for (const { id } of emulator.store.conversations())
			for (const { body } of emulator.store.messages(id))
				times.set(body, (times.get(body) ?? 0) + 1);
		judgeSends(people, (to) => times.get(to) ?? 0, outcome, harm);
		expect(harm.found.slice(0, 5)).toEqual([]);
		emulator.reset();
	}
	report(`${RUNS} runs of ${ITEMS} sends, seed ${SEED}, at most ${most} at a time`);
	expect(most).toBeGreaterThan(8);
	expect(most).toBeLessThanOrEqual(2 * MOST_CONCURRENCY);
});

it(`merges into many, seed ${SEED}`, async () => {
	const merge = {
		resource: 'conversation',
		operation: 'update',
		conversationId: byId('={{ $json.id }}'),
		metadataInput: 'json',
		metadata: '{"ours": true}',
	};
	for (let run = 0; run < RUNS; run++) {
		const ids = emulator.store.seed({ conversations: ITEMS }).map(({ id }) => id);
		for (const id of ids) emulator.store.setMetadata(id, { kept: true });
		const rows = ids.map((id) => ({ id }));
		const { outcome, harm } = await runAmidFaults(merge, rows, run);
		for (const [at, id] of ids.entries()) {
			const metadata = emulator.store.conversation(id)!.metadata ?? {};
			const isDone = 'rows' in outcome && !('error' in outcome.rows[at]!);
			if (!metadata.kept || (isDone && !metadata.ours)) harm.add('merges lost', id);
		}
		expect(harm.found.slice(0, 5)).toEqual([]);
		emulator.reset();
	}
});
