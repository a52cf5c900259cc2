import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '../../../n8n';
import { command, execute, Service, type SystemUser } from './service';

const USER = 'n8n';
/** Where Debian keeps PostgreSQL's own commands, one folder for each major version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Starts a PostgreSQL of its own in a folder; n8n finds it by the environment that comes with it. */
export async function startPostgres(parent: string): Promise<Service> {
	const bin = await binaries();
	if (!bin) throw new Error('PostgreSQL is not installed');
	const user = await unprivilegedUser();
	const folder = await mkdtemp(join(parent, 'postgres-'));
	if (user) {
		await chown(parent, user.uid, user.gid);
		await chown(folder, user.uid, user.gid);
	}
	const data = join(folder, 'data');
	await execute(join(bin, 'initdb'), ['-D', data, '-U', USER, '--auth=trust', '-E', 'UTF8'], user);

	const port = await freePort();
	const settings = [
		`port=${port}`,
		`unix_socket_directories=${folder}`,
		'listen_addresses=127.0.0.1',
	];
	return await Service.start({
		name: 'PostgreSQL',
		command: join(bin, 'postgres'),
		args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
		user,
		isReady: /ready to accept connections/,
		// With SIGTERM it would wait for its clients to go.
		stopSignal: 'SIGINT',
		env: {
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: 'n8n',
		},
	});
}

/** The folder of `initdb` and `postgres`: of the newest version that is installed. */
async function binaries(): Promise<string | undefined> {
	const onPath = command('initdb');
	const versions = existsSync(DEBIAN_FOLDER) ? await readdir(DEBIAN_FOLDER) : [];
	const folders = versions
		.sort((one, other) => Number(other) - Number(one))
		.map((version) => join(DEBIAN_FOLDER, version, 'bin'));
	if (onPath) folders.unshift(join(onPath, '..'));
	return folders.find((folder) => existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to be run by root, so it gets the user of the Debian package, or the one who is nobody. */
async function unprivilegedUser(): Promise<SystemUser | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	for (const name of ['postgres', 'nobody']) {
		const [uid, gid] = await Promise.all([
			execute('id', ['-u', name]),
			execute('id', ['-g', name]),
		]).catch(() => []);
		if (uid) return { uid: Number(uid), gid: Number(gid) };
	}
	throw new Error(
		'PostgreSQL refuses to be run by root, and there is no user "postgres" or "nobody"',
	);
}
