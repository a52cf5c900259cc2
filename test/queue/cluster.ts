/** n8n in queue mode: a main, a process that receives webhooks, and workers that execute. */
import { N8n, startN8n, type Role } from '../../n8n';
import { Balancer } from './balancer';
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
	/** They receive webhooks. */
	processors: N8n[];
	workers: N8n[];
	/** What AgentPhone delivers to. */
	balancer: Balancer;
	/** Adds what is missing. */
	grow(size: { processors?: number; workers?: number }): Promise<void>;
	stop(): Promise<void>;
}

/** Starts one of each, with a user folder and an installed package of its own, and makes n8n's owner. */
export async function startCluster(services: Services): Promise<Cluster> {
	const started: N8n[] = [];
	const balancer = await Balancer.start();
	const start = async (role: Role) => {
		const n8n = await startN8n({
			role,
			env: {
				...services.env,
				EXECUTIONS_MODE: 'queue',
				N8N_ENCRYPTION_KEY: 'the-same-in-each-process',
				// What AgentPhone is told, by whichever process registers.
				WEBHOOK_URL: balancer.url,
				N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
				// Both as docs/operations.md says for where many people write at once.
				DB_POSTGRESDB_POOL_SIZE: '10',
				N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
				QUEUE_WORKER_LOCK_DURATION: String(LOCK * 1_000),
				QUEUE_WORKER_LOCK_RENEW_TIME: String(LOCK * 250),
				QUEUE_WORKER_STALLED_INTERVAL: String(STALLED_CHECK * 1_000),
			},
		});
		started.push(n8n);
		if (role === 'webhook') balancer.targets.push(n8n.url);
		return n8n;
	};
	const stop = async () => {
		await Promise.all(started.map((n8n) => n8n.stop()));
		await balancer.stop();
	};
	try {
		// First and alone: it makes the tables.
		const main = await start('start');
		await main.client.setupOwner();
		const cluster: Cluster = {
			main,
			processors: [],
			workers: [],
			balancer,
			async grow({ processors = 0, workers = 0 }) {
				const add = async (all: N8n[], role: Role, size: number) => {
					const missing = Array.from({ length: Math.max(0, size - all.length) });
					all.push(...(await Promise.all(missing.map(async () => await start(role)))));
				};
				await Promise.all([
					add(cluster.processors, 'webhook', processors),
					add(cluster.workers, 'worker', workers),
				]);
			},
			stop,
		};
		await cluster.grow({ processors: 1, workers: 1 });
		return cluster;
	} catch (error) {
		await stop();
		throw error;
	}
}
