/**
 * Every operation, and the trigger's registration, while things go wrong at random. What must never happen is counted:
 * all counts have to be 0. `FAULT_SEED=… npm run test:faults` does the same again; `FAULT_RUNS` says how often.
 */
import { report, reportTable, takeLogged } from '../harness/quiet/lines';
import { API_KEY, openBox, type Box } from './box';
import { Chance } from './chance';
import { planFaults } from './faultPlans';
import { allOf, Harm } from './harm';
import { SCENARIOS } from './operations';

const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.FAULT_RUNS ?? 2_100);
/** So many emulators are at work at the same time, since most of the time is spent waiting. */
const LANES = 6;

const allHarm = new Harm();
const table: Record<string, { runs: number; succeeded: number; failed: number; faults: number }> =
	{};

async function tryOnce(box: Box, run: number) {
	const chance = new Chance(SEED * 100_003 + run);
	const names = Object.keys(SCENARIOS);
	const name = names[run % names.length];
	const row = (table[name] ??= { runs: 0, succeeded: 0, failed: 0, faults: 0 });

	const trial = SCENARIOS[name](box, chance);
	const plans = planFaults(chance);
	const harm = new Harm(`[run ${run}, ${name}, ${JSON.stringify(plans)}]`);
	const faults = plans.map((plan) => box.emulator.faults.add({ ...plan, mayNotFire: true }));
	const outcome = await trial.run().then(
		(rows) => ({ rows }),
		(error: Error & Record<string, unknown>) => ({ error }),
	);
	box.emulator.faults.clear();
	await trial.judge?.(outcome, harm);

	row.runs++;
	row['rows' in outcome ? 'succeeded' : 'failed']++;
	row.faults += faults.reduce((hits, fault) => hits + fault.hits, 0);
	const secrets = [API_KEY, box.emulator.webhooks.master?.secret].filter(Boolean) as string[];
	const shown = allOf(outcome) + takeLogged().join('\n');
	if (secrets.some((secret) => shown.includes(secret))) harm.add('secrets shown', 'in the outcome');
	allHarm.addAll(harm);
	await box.emulator.settled();
	box.emulator.reset();
}

it(`nothing is harmed by faults, ${RUNS} runs, seed ${SEED}`, async () => {
	const boxes = await Promise.all(Array.from({ length: LANES }, openBox));
	const start = Date.now();
	let next = 0;
	try {
		await Promise.all(
			boxes.map(async (box) => {
				while (next < RUNS) await tryOnce(box, next++);
			}),
		);
	} finally {
		await Promise.all(boxes.map(async (box) => await box.stop()));
	}

	const seconds = ((Date.now() - start) / 1_000).toFixed(0);
	reportTable(table);
	report(`seed ${SEED}, ${RUNS} runs, ${seconds} s, ${JSON.stringify(allHarm.summary)}`);
	expect(allHarm.found.slice(0, 20)).toEqual([]);
}, 600_000);
