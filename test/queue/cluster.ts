/** n8n in queue mode: a main, a process that receives webhooks, and workers that execute. */
import { N8n, freePort, startN8n, type Role } from '../../n8n';
import type { Services } from './services';

/** Seconds after which a job whose worker is gone is given up; n8n's defaults of 60 and 30 are long for a test. */
const LOCK = 10;
const STALLED_CHECK = 5;
/** Milliseconds by which a job whose worker is gone has been given up. */
export const GIVEN_UP_AFTER = (LOCK + 2 * STALLED_CHECK) * 1_000;
/** What a worker executes at a time: n8n's default, and the most that a killed one can leave behind. */
export const WORKER_CONCURRENCY = 10;

export interface Cluster {
	main: N8n;
	webhook: N8n;
	workers: N8n[];
	addWorker(): Promise<N8n>;
	stop(): Promise<void>;
}

/** Starts them all, each with a user folder and an installed package of its own, and makes n8n's owner. */
export async function startCluster(services: Services): Promise<Cluster> {
	const started: N8n[] = [];
	const webhookPort = await freePort();
	const start = async (role: Role, port?: number) => {
		const n8n = await startN8n({
			role,
			port,
			env: {
				...services.env,
				EXECUTIONS_MODE: 'queue',
				N8N_ENCRYPTION_KEY: 'the-same-in-each-process',
				// What AgentPhone is told, by whichever process registers.
				WEBHOOK_URL: `http://127.0.0.1:${webhookPort}`,
				N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
				QUEUE_WORKER_LOCK_DURATION: String(LOCK * 1_000),
				QUEUE_WORKER_LOCK_RENEW_TIME: String(LOCK * 250),
				QUEUE_WORKER_STALLED_INTERVAL: String(STALLED_CHECK * 1_000),
			},
		});
		started.push(n8n);
		return n8n;
	};
	const stop = async () => {
		await Promise.all(started.map((n8n) => n8n.stop()));
	};
	try {
		// First and alone: it makes the tables.
		const main = await start('start');
		await main.client.setupOwner();
		const [webhook, worker] = await Promise.all([start('webhook', webhookPort), start('worker')]);
		const workers = [worker];
		const addWorker = async () => {
			const added = await start('worker');
			workers.push(added);
			return added;
		};
		return { main, webhook, workers, addWorker, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
