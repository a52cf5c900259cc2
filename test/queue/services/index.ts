/**
 * The Redis and the PostgreSQL that n8n's queue mode needs: those that the environment names in n8n's own variables
 * (`DB_POSTGRESDB_HOST`, `QUEUE_BULL_REDIS_HOST` and their companions), else private ones in a temporary folder.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPostgres } from './postgres';
import { startRedis } from './redis';
import type { Service } from './service';

export interface Services {
	/** How each n8n process is told where they are. */
	env: Record<string, string>;
	stop(): Promise<void>;
}

/** @throws Error with the command that installs what is missing */
export async function startServices(): Promise<Services> {
	const folder = await mkdtemp(join(tmpdir(), 'agentphone-queue-'));
	await chmod(folder, 0o711);
	const started: Service[] = [];
	const removeNow = () => rmSync(folder, { recursive: true, force: true });
	process.once('exit', removeNow);
	const stop = async () => {
		await Promise.all(started.map((service) => service.stop()));
		process.off('exit', removeNow);
		await rm(folder, { recursive: true, force: true });
	};
	const own = async (start: (folder: string) => Promise<Service>) => {
		const service = await start(folder);
		started.push(service);
		return service.env;
	};
	try {
		const database = named('DB_POSTGRESDB_') ?? (await own(startPostgres));
		const redis = named('QUEUE_BULL_REDIS_') ?? (await own(startRedis));
		return { env: { ...database, ...redis, ...apart(), DB_TYPE: 'postgresdb' }, stop };
	} catch (error) {
		await stop();
		throw new Error(
			[
				`Queue mode needs PostgreSQL and Redis: ${(error as Error).message}`,
				'On Debian or Ubuntu: apt-get install -y postgresql redis-server',
				'Or name running ones: DB_POSTGRESDB_HOST, …_PORT, …_DATABASE, …_USER, …_PASSWORD, and',
				'QUEUE_BULL_REDIS_HOST, …_PORT.',
			].join('\n'),
		);
	}
}

/** What the environment says of a service, if it names a host. */
function named(prefix: string): Record<string, string> | undefined {
	if (!process.env[`${prefix}HOST`]) return undefined;
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => name.startsWith(prefix)),
	) as Record<string, string>;
}

/**
 * Keeps this run away from whatever else is in a database and a Redis that were there before. What it made there, a
 * schema and keys of this name, is left for whoever wants to look at it.
 */
function apart(): Record<string, string> {
	const name = `agentphone_test_${randomUUID().slice(0, 8)}`;
	return {
		DB_POSTGRESDB_SCHEMA: name,
		QUEUE_BULL_PREFIX: name,
		N8N_REDIS_KEY_PREFIX: name,
	};
}
