import { setTimeout as wait } from 'node:timers/promises';

import { Client } from 'pg';

export interface ExecutionRow {
	id: string;
	status: string;
}

/** n8n's executions, counted where they are stored: its REST API gives only the latest hundred. */
export class Executions {
	private constructor(
		private readonly database: Client,
		private readonly schema: string,
	) {}

	/** @param env how n8n itself is told where its database is */
	static async open(env: Record<string, string>): Promise<Executions> {
		const database = new Client({
			host: env.DB_POSTGRESDB_HOST,
			port: Number(env.DB_POSTGRESDB_PORT ?? 5432),
			database: env.DB_POSTGRESDB_DATABASE,
			user: env.DB_POSTGRESDB_USER,
			password: env.DB_POSTGRESDB_PASSWORD,
		});
		await database.connect();
		return new Executions(database, env.DB_POSTGRESDB_SCHEMA);
	}

	/** Of a workflow, from the first on. */
	async of(workflowId: string): Promise<ExecutionRow[]> {
		const { rows } = await this.database.query<ExecutionRow>(
			`SELECT id, status FROM ${this.schema}.execution_entity WHERE "workflowId" = $1 ORDER BY id`,
			[workflowId],
		);
		return rows;
	}

	/** Those that are not over, of all workflows. */
	async inProgress(): Promise<ExecutionRow[]> {
		const { rows } = await this.database.query<ExecutionRow>(
			`SELECT id, status FROM ${this.schema}.execution_entity WHERE status IN ('new', 'running') ORDER BY id`,
		);
		return rows;
	}

	/**
	 * Waits until nothing is executed any more.
	 *
	 * @param patience milliseconds for which nothing has to change, until what is in progress counts as abandoned
	 * @returns what was abandoned
	 */
	async settled(patience: number): Promise<ExecutionRow[]> {
		let last = { rows: '', since: Date.now() };
		for (;;) {
			const rows = await this.inProgress();
			const text = JSON.stringify(rows);
			if (text !== last.rows) last = { rows: text, since: Date.now() };
			if (rows.length === 0 || Date.now() - last.since > patience) return rows;
			await wait(500);
		}
	}

	async close() {
		await this.database.end();
	}
}
