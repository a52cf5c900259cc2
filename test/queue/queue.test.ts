import { setTimeout as wait } from 'node:timers/promises';

import { countBursts, planTexts, writeTexts, type Written } from '../harness/bursts';
import { joinUp, type Scene } from '../harness/n8n/scene';
import { chain } from '../harness/n8n/workflows';
import { report } from '../harness/quiet/lines';
import { startEmulator } from '../../emulator';
import { until } from '../../n8n';
import { GIVEN_UP_AFTER, startCluster, WORKER_CONCURRENCY, type Cluster } from './cluster';
import { Executions, type ExecutionRow } from './executions';
import { deliverMessages } from './load';
import { startServices, type Services } from './services';
import { StartedTexts } from './startedTexts';
import { answered, answering, askingFirst, bursting, CONFIRMED, control } from './workflows';

jest.setTimeout(900_000);

const MESSAGES = 800;
/** Deliveries under way at any time. */
const AT_ONCE = 24;
/** Calls of the workflow made of n8n's own nodes, around the time at which the worker is killed. */
const CONTROLS = 150;
/** Messages for each measurement of throughput. */
const MEASURED = 100;
/** Who is asked something. */
const ASKED = Array.from({ length: 6 }, (_, person) => `+1415556${1_000 + person}`);
/** Seconds that a burst's end is waited for. */
const PAUSE = 2;
const CONTROL_PATH = 'control';
/** What n8n says of an execution whose worker is gone (its MaxStalledCountError). */
const STALLED = /failed to be processed too many times/;

/** n8n's own way past one machine. Each test goes on where the one before it ended. */
describe('in queue mode, with a main, a webhook processor and two workers', () => {
	let services: Services;
	let cluster: Cluster;
	let executions: Executions;
	let workflow: string;
	let controlWorkflow: string;
	let asking: string;
	/** The active workflow that hears AgentPhone. */
	let hearing: string;
	const scene = {} as Scene;

	beforeAll(async () => {
		services = await startServices();
		cluster = await startCluster(services);
		executions = await Executions.open(services.env);
		// However busy the machine is, n8n is given the time that it takes.
		scene.emulator = await startEmulator({
			deliveryTimeout: 300_000,
			deliveryRetryWait: [3_000, 5_000, 10_000, 15_000, 20_000],
		});
		scene.emulator.store.addNumber();
		scene.n8n = cluster.main.client;
		await joinUp(scene);
		const { baseUrl, apiKey } = scene.emulator;
		workflow = await scene.saveWorkflow(chain(answering(), 'Answer'));
		controlWorkflow = await scene.saveWorkflow(control(CONTROL_PATH, baseUrl, apiKey));
		await scene.n8n.activate(workflow);
		hearing = workflow;
		await scene.n8n.activate(controlWorkflow);
	});

	afterAll(async () => {
		await executions?.close();
		await cluster?.stop();
		await scene.emulator?.stop();
		await services?.stop();
	});

	it('registers once, at the address that leads to the webhook processors', () => {
		expect(registrations()).toBe(1);
		expect(scene.emulator.webhooks.master?.url).toMatch(new RegExp(`^${cluster.balancer.url}/`));
	});

	it('answers each message once, with one worker and with two', async () => {
		await throughput('warm-up');
		const one = await throughput('one-worker');
		await cluster.grow({ workers: 2 });
		const two = await throughput('two-workers');
		report(`messages a second: ${one.toFixed(1)} with one worker, ${two.toFixed(1)} with two`);

		expect(await executions.of(workflow)).toHaveLength(3 * MEASURED);
	});

	it('asks, and waits', async () => {
		const path = 'ask';
		asking = await scene.saveWorkflow(chain(askingFirst(path), 'Asking'));
		await scene.n8n.activate(asking);
		for (const person of ASKED)
			await fetch(`${cluster.balancer.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ person }),
			});
		await until(
			async () => (await asked('waiting')) === ASKED.length,
			async () => `${await asked('waiting')} of ${ASKED.length} questions wait`,
		);
	});

	it('executes each message once while a worker is killed and another is restarted', async () => {
		const earlier = (await executions.of(workflow)).length;
		const [steady, doomed] = cluster.workers;
		const meanwhile: Promise<void>[] = [];
		const deliveries = await deliverMessages(scene.emulator, {
			name: 'disturbed',
			messages: MESSAGES,
			atOnce: AT_ONCE,
			progress: (delivered) => {
				if (delivered === MESSAGES * 0.3) meanwhile.push(callControl());
				if (delivered === MESSAGES * 0.35) meanwhile.push(doomed.kill().then(() => doomed.start()));
				if (delivered === MESSAGES * 0.7) meanwhile.push(steady.restart());
			},
		});
		await Promise.all(meanwhile);
		const abandoned = await executions.settled(GIVEN_UP_AFTER);
		// n8n looks for abandoned executions when a main starts, and then every three hours.
		await cluster.main.restart();
		await scene.n8n.login();
		expect(await executions.settled(GIVEN_UP_AFTER)).toEqual([]);

		const ours = (await executions.of(workflow)).slice(earlier);
		const controls = await executions.of(controlWorkflow);
		const lost = ours.filter(isNotSuccess);
		const lostControls = controls.filter(isNotSuccess);
		report(`found by n8n after a restart: ${abandoned.length}`);
		report(
			`killed with the worker: ${lost.length} of ${MESSAGES}, and of the control ${lostControls.length} of ${controls.length}`,
		);

		expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
		expect(ours).toHaveLength(MESSAGES);
		const answers = answersTo('disturbed');
		expect([...answers].filter(([, times]) => times !== 1)).toEqual([]);
		// A killed worker takes along what it was executing, ours like any other, and n8n says so.
		expect(MESSAGES - answers.size).toBeLessThanOrEqual(lost.length);
		expect(lost.length + lostControls.length).toBeLessThanOrEqual(WORKER_CONCURRENCY);
		for (const { id, status } of [...lost, ...lostControls])
			if (status !== 'crashed') expect((await scene.n8n.execution(id)).error).toMatch(STALLED);
	});

	it('is still registered once, though the main was restarted', async () => {
		const { messageId: id } = await scene.emulator.person.text('+14155550117', 'Still there?');
		await until(
			async () => answersTo(id!).size === 1,
			async () => 'a message after the restart was not answered',
		);
		expect(registrations()).toBe(1);
	});

	it('goes on once with each answer, though who asked, and who is to hear it, was killed meanwhile', async () => {
		const { emulator } = scene;
		const before = (await executions.of(workflow)).length;
		const [processor] = cluster.processors;
		await processor!.kill();
		await processor!.start();
		for (const person of ASKED) {
			const { deliveries } = await emulator.person.text(person, 'Yes, please');
			const { event, body, id } = deliveries[0]!;
			await emulator.deliver(event, body as Record<string, unknown>, { id });
		}
		await until(
			async () => (await asked('success')) === ASKED.length,
			async () => `${await asked('success')} of ${ASKED.length} went on`,
		);
		const confirmed = emulator.requests.flatMap(({ method, path, body }) => {
			const { to_number, body: text } = (body ?? {}) as { to_number?: string; body?: string };
			return method === 'POST' && path === '/v1/messages' && text === CONFIRMED ? to_number : [];
		});
		expect(confirmed.sort()).toEqual(ASKED);
		expect(await executions.of(asking)).toHaveLength(ASKED.length);
		expect(await executions.of(workflow)).toHaveLength(before);
	});

	it('has each text of many bursts in exactly one execution, though a worker is killed', async () => {
		const { emulator, n8n } = scene;
		await cluster.grow({ processors: 2, workers: 2 });
		const bursts = await scene.saveWorkflow(chain(bursting(PAUSE), 'Bursts'));
		await activateAlone(bursts);
		const texts = new StartedTexts(n8n, executions, bursts);
		const seed = Number(process.env.PAUSE_SEED ?? Date.now() % 1_000_000);
		const plan = planTexts({ people: 20, texts: 10, seed }, [1_400, 4_000, 7_000]);
		let deliveries = 0;
		// Some connections break while the delivery is held, so AgentPhone comes back, and meets another process.
		cluster.balancer.cutFirst = () => (++deliveries % 10 === 0 ? 5 * deliveries : undefined);
		const killed = wait(8_000).then(async () => await texts.kill(cluster.workers[0]!));
		const written = await writeTexts(emulator, plan);
		cluster.balancer.cutFirst = () => undefined;
		await killed;
		await executions.settled(GIVEN_UP_AFTER);

		const { started, lost } = await texts.all();
		const again = written.filter(({ deliveries: [first] }) => first!.attempts.length > 1);
		report(
			`${written.length} texts, ${again.length} of them delivered again after a broken connection: ${started.length} executions, of which ${lost.length} died with the worker`,
		);
		const isOpen = ({ deliveries }: Written) =>
			deliveries.some(({ state }) => state !== 'delivered');
		expect({ seed, unanswered: written.filter(isOpen) }).toEqual({ seed, unanswered: [] });
		expect({ seed, texts: started.flat().sort() }).toEqual({
			seed,
			texts: written.map(({ text }) => text).sort(),
		});
		expect(again.length).toBeGreaterThan(0);
		// On a busy machine a short pause may become as long as the one that is waited for: then either is right.
		const [fewest, most] = [3, 1.6].map((seconds) => countBursts(emulator, written, seconds));
		expect(started.length).toBeGreaterThanOrEqual(fewest!);
		expect(started.length).toBeLessThanOrEqual(most!);
	});

	/** How many of the executions that asked are in this state. */
	const asked = async (state: string) =>
		(await executions.of(asking)).filter(({ status }) => status === state).length;

	/** Activates a workflow in place of the one that heard AgentPhone until now. */
	async function activateAlone(next: string) {
		await scene.n8n.deactivate(hearing);
		hearing = next;
		await scene.n8n.activate(next);
	}

	/** How often each message was answered, of those whose ID begins so. */
	function answersTo(prefix: string): Map<string, number> {
		const answers = new Map<string, number>();
		for (const { method, path, body } of scene.emulator.requests) {
			if (method !== 'POST' || path !== '/v1/messages') continue;
			const id = answered((body as { body: string }).body);
			if (id.startsWith(prefix)) answers.set(id, (answers.get(id) ?? 0) + 1);
		}
		return answers;
	}

	const registrations = () =>
		scene.emulator.requests.filter(
			({ method, path }) => method === 'POST' && path === '/v1/webhooks',
		).length;

	/** Messages answered per second, from the first delivery to the last answer; each is answered once. */
	async function throughput(load: string): Promise<number> {
		const started = Date.now();
		await deliverMessages(scene.emulator, { name: load, messages: MEASURED, atOnce: AT_ONCE });
		await until(
			async () => answersTo(load).size === MEASURED && (await executions.inProgress()).length === 0,
			async () => `${answersTo(load).size} of ${MEASURED} messages were answered`,
		);
		const seconds = (Date.now() - started) / 1_000;
		expect([...answersTo(load)].filter(([, times]) => times !== 1)).toEqual([]);
		return MEASURED / seconds;
	}

	/** The same people write to the control. */
	async function callControl() {
		await deliverMessages(scene.emulator, {
			name: 'control',
			messages: CONTROLS,
			atOnce: AT_ONCE,
			url: `${cluster.balancer.url}/webhook/${CONTROL_PATH}`,
		});
	}
});

const isNotSuccess = ({ status }: ExecutionRow) => status !== 'success';
