import axios from 'axios';

import { mapConcurrently } from '../../nodes/shared/concurrency';
import { joinUp, type Scene } from '../e2e/scene';
import { chain } from '../e2e/workflows';
import { startEmulator } from '../emulator';
import { until, type Execution } from '../n8n';
import { GIVEN_UP_AFTER, startCluster, type Cluster } from './cluster';
import { deliverMessages, messageId } from './load';
import { startServices, type Services } from './services';
import { answered, answering, control } from './workflows';

const MESSAGES = 2_000;
const AT_ONCE = 24;
const CONTROLS = 600;
const MEASURED = 250;
/** What a worker executes at a time, so what a killed one can leave behind. */
const WORKER_CONCURRENCY = 10;
const CONTROL_PATH = 'control';

/** n8n's own way past one machine. Each test goes on where the one before it ended. */
describe('in queue mode, with a main, a webhook processor and two workers', () => {
	let services: Services;
	let cluster: Cluster;
	let workflow: string;
	let controlWorkflow: string;
	const scene = {} as Scene;

	beforeAll(async () => {
		services = await startServices();
		cluster = await startCluster(services);
		scene.emulator = await startEmulator();
		scene.n8n = cluster.main.client;
		await joinUp(scene);
		const { baseUrl, apiKey } = scene.emulator;
		workflow = await scene.saveWorkflow(chain(answering(), 'Answer'));
		controlWorkflow = await scene.saveWorkflow(control(CONTROL_PATH, baseUrl, apiKey));
		await scene.n8n.activate(workflow);
		await scene.n8n.activate(controlWorkflow);
	});

	afterAll(async () => {
		await cluster?.stop();
		await scene.emulator?.stop();
		await services?.stop();
	});

	/** How often each message of a load was answered. */
	function answersTo(load: string): Map<string, number> {
		const answers = new Map<string, number>();
		for (const { method, path, body } of scene.emulator.requests) {
			if (method !== 'POST' || path !== '/v1/messages') continue;
			const id = answered((body as { body: string }).body);
			if (id.startsWith(`${load}_`)) answers.set(id, (answers.get(id) ?? 0) + 1);
		}
		return answers;
	}

	const registrations = () =>
		scene.emulator.requests.filter(
			({ method, path }) => method === 'POST' && path === '/v1/webhooks',
		).length;

	/** Messages answered per second, from the first delivery to the last answer. */
	async function throughput(load: string): Promise<number> {
		const started = Date.now();
		await deliverMessages(scene.emulator, { name: load, messages: MEASURED, atOnce: AT_ONCE });
		await until(
			async () => answersTo(load).size === MEASURED,
			async () => `${answersTo(load).size} of ${MEASURED} messages were answered`,
		);
		return MEASURED / ((Date.now() - started) / 1_000);
	}

	const report = (text: string) => process.stderr.write(`  ${text}\n`);

	it('registers once, at the webhook processor', async () => {
		expect(registrations()).toBe(1);
		expect(scene.emulator.webhooks.master?.url).toMatch(new RegExp(`^${cluster.webhook.url}/`));
	});

	it('answers each message once, with one worker and with two', async () => {
		await throughput('warm-up');
		const one = await throughput('one-worker');
		await cluster.addWorker();
		const two = await throughput('two-workers');

		report(`one worker: ${one.toFixed(1)} messages a second; two: ${two.toFixed(1)}`);
		for (const load of ['one-worker', 'two-workers'])
			expect([...answersTo(load).values()]).toEqual(Array(MEASURED).fill(1));
		const executions = await scene.n8n.executions(workflow);
		expect(executions).toHaveLength(3 * MEASURED);
	});

	it('executes each message once while a worker is killed and another is restarted', async () => {
		const before = (await scene.n8n.executions(workflow)).length;
		const disturbances: Promise<void>[] = [];
		const [steady, doomed] = cluster.workers;
		const controlling = { done: Promise.resolve() };
		const deliveries = await deliverMessages(scene.emulator, {
			name: 'disturbed',
			messages: MESSAGES,
			atOnce: AT_ONCE,
			progress: (delivered) => {
				if (delivered === MESSAGES * 0.2) controlling.done = deliverControls();
				if (delivered === MESSAGES * 0.3)
					disturbances.push(doomed.kill().then(() => doomed.start()));
				if (delivered === MESSAGES * 0.6) disturbances.push(steady.restart());
			},
		});
		await Promise.all([controlling.done, ...disturbances]);
		expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);

		const left = await whenNoneIsExecuted();
		report(`left in progress: ${JSON.stringify(left.map(({ status }) => status))}`);
		// n8n looks for executions that no worker has any more when it starts.
		await cluster.main.restart();
		await scene.n8n.login();
		await until(
			async () => (await inProgress()).length === 0,
			async () => `${(await inProgress()).length} executions are in progress`,
		);

		const executions = (await scene.n8n.executions(workflow)).slice(0, -before || undefined);
		const controls = await scene.n8n.executions(controlWorkflow);
		report(`ours: ${counts(executions)}; control: ${counts(controls)}`);
		expect(executions).toHaveLength(MESSAGES);
		const answers = answersTo('disturbed');
		report(
			`unanswered: ${MESSAGES - answers.size}; answered twice: ${[...answers.values()].filter((times) => times > 1).length}`,
		);
		expect([...answers].filter(([, times]) => times > 1)).toEqual([]);
		const crashed = executions.filter(({ status }) => status === 'crashed');
		expect(crashed.length).toBeLessThanOrEqual(WORKER_CONCURRENCY);
	});

	async function deliverControls() {
		const url = `${cluster.webhook.url}/webhook/${CONTROL_PATH}`;
		const indexes = Array.from({ length: CONTROLS }, (_, index) => index);
		await mapConcurrently(indexes, AT_ONCE, async (index) => {
			await axios.post(url, { from: '+14155550101', messageId: messageId('control', index) });
		});
	}

	const inProgress = async () =>
		[
			await scene.n8n.executions(workflow, ['new', 'running']),
			await scene.n8n.executions(controlWorkflow, ['new', 'running']),
		].flat();

	/** Waits until nothing is executed any more, and gives what a killed worker left as it was. */
	async function whenNoneIsExecuted(): Promise<Execution[]> {
		let last: { ids: string; since: number } = { ids: '', since: 0 };
		return await until(
			async () => {
				const executions = await inProgress();
				const ids = executions.map(({ id }) => id).join();
				if (ids !== last.ids || last.since === 0) last = { ids, since: Date.now() };
				return executions.length === 0 || Date.now() - last.since > GIVEN_UP_AFTER
					? executions
					: undefined;
			},
			async () => 'executions are still in progress',
			180_000,
		);
	}
});

function counts(executions: Execution[]): string {
	const counted: Record<string, number> = {};
	for (const { status } of executions) counted[status] = (counted[status] ?? 0) + 1;
	return JSON.stringify(counted);
}
