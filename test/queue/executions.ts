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

	/** How many are not over, of all workflows. */
	async inProgress(): Promise<number> {
		const { rows } = await this.database.query<{ count: string }>(
			`SELECT count(*) FROM ${this.schema}.execution_entity WHERE status IN ('new', 'running')`,
		);
		return Number(rows[0].count);
	}

	async close() {
		await this.database.end();
	}
}
