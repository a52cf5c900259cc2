import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '../../../n8n';
import { command, Service } from './service';

/** Starts a Redis of its own, which keeps nothing on disk; n8n finds it by the environment that comes with it. */
export async function startRedis(parent: string): Promise<Service> {
	const server = command('redis-server');
	if (!server) throw new Error('Redis is not installed');
	const folder = await mkdtemp(join(parent, 'redis-'));
	const port = await freePort();
	return await Service.start({
		name: 'Redis',
		command: server,
		args: [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			...['--save', '', '--appendonly', 'no'],
		],
		isReady: /Ready to accept connections/,
		stopSignal: 'SIGTERM',
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
	});
}
