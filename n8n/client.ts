/** What the tests and the demo ask of n8n, through the REST API that its editor uses. */
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import axios, { type AxiosInstance } from 'axios';
import type {
	IConnections,
	IDataObject,
	IExecuteData,
	INode,
	INodeExecutionData,
	IRunData,
} from 'n8n-workflow';

export const OWNER = {
	email: 'owner@example.com',
	password: 'AgentPhone-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

/** Milliseconds that n8n is given for what it does after it has answered. */
const PATIENCE = 60_000;
const INTERVAL = 150;
/** The most that n8n gives at once. */
const MOST_EXECUTIONS = 100;

export interface WorkflowDraft {
	name: string;
	nodes: Partial<INode>[];
	connections: IConnections;
	settings?: IDataObject;
}

export interface Execution {
	id: string;
	workflowId: string;
	mode: string;
	status: string;
	finished: boolean;
}

export interface ExecutionDetail extends Execution {
	/** The message of the error that ended it. */
	error?: string;
	/** What each node gave and took. */
	runData: IRunData;
	/**
	 * The items of a node's first output in its last run; where the execution was cut off before that, the items
	 * that the node had been given.
	 */
	items(node: string): INodeExecutionData[];
}

export interface DataTableRow extends IDataObject {
	id: number;
}

export class N8nClient {
	private readonly http: AxiosInstance;
	private projectId?: string;

	constructor(readonly url: string) {
		this.http = axios.create({
			baseURL: `${url}/rest`,
			validateStatus: () => true,
			timeout: PATIENCE,
			proxy: false,
			// A connection kept for later may be closed by n8n just when it is used again.
			httpAgent: new Agent({ keepAlive: false }),
		});
	}

	/** Makes the owner of a fresh n8n and signs in. */
	async setupOwner() {
		await this.request('POST', '/owner/setup', OWNER);
		await this.login();
	}

	async login() {
		await this.request('POST', '/login', {
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
	}

	/** @returns the credential's ID */
	async createCredential(name: string, type: string, data: IDataObject): Promise<string> {
		const { id } = await this.request<{ id: string }>('POST', '/credentials', { name, type, data });
		return id;
	}

	/** What the Test button of the credential's form says. */
	async testCredential(
		id: string,
		name: string,
		type: string,
		data: IDataObject,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.request('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** @returns the workflow's ID */
	async createWorkflow(workflow: WorkflowDraft): Promise<string> {
		const { id } = await this.request<{ id: string }>('POST', '/workflows', {
			settings: { executionOrder: 'v1' },
			active: false,
			...workflow,
		});
		return id;
	}

	/**
	 * Activates a workflow and waits until its triggers are registered.
	 *
	 * @throws Error with the trigger's own message when one could not be
	 */
	async activate(workflowId: string) {
		const { versionId } = await this.request<{ versionId: string }>(
			'GET',
			`/workflows/${workflowId}`,
		);
		await this.request('POST', `/workflows/${workflowId}/activate`, { versionId });
		const { status, triggers } = await this.publicationSettled(workflowId);
		if (status === 'published') return;
		const errors = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
		throw new Error(errors.join('; ') || `the workflow's publication ended as "${status}"`);
	}

	/** Deactivates a workflow and waits until its triggers are removed. */
	async deactivate(workflowId: string) {
		await this.request('POST', `/workflows/${workflowId}/deactivate`, {});
		await this.publicationSettled(workflowId);
	}

	async deleteWorkflow(workflowId: string) {
		await this.request('POST', `/workflows/${workflowId}/archive`, {});
		await this.publicationSettled(workflowId);
		await this.request('DELETE', `/workflows/${workflowId}`);
	}

	/** Presses "Execute workflow" on a trigger that starts at once, and waits for the end. */
	async runManually(workflowId: string, triggerName: string): Promise<ExecutionDetail> {
		const { executionId } = await this.request<{ executionId: string }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name: triggerName } },
		);
		return await this.finished(executionId);
	}

	/** Presses "Execute workflow" on a trigger that waits for a webhook call. */
	async listenForTest(workflowId: string, triggerName: string) {
		const { waitingForWebhook } = await this.request<{ waitingForWebhook?: boolean }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name: triggerName } },
		);
		if (!waitingForWebhook) throw new Error('n8n does not wait for a test webhook');
	}

	/** Presses "Stop" while n8n waits for a test webhook. */
	async stopListening(workflowId: string) {
		await this.request('DELETE', `/test-webhook/${workflowId}`);
	}

	/** The workflow's latest executions, newest first: at most 100, as n8n pages them in no order that can be walked. */
	async executions(workflowId: string): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.request<{ results: Execution[] }>(
			'GET',
			`/executions?limit=${MOST_EXECUTIONS}&filter=${filter}`,
		);
		return results;
	}

	async execution(id: string): Promise<ExecutionDetail> {
		const { data, ...execution } = await this.request<Execution & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		const { parse } = await import('flatted');
		const { resultData, executionData } = parse(data) as StoredExecution;
		const waiting = executionData?.nodeExecutionStack ?? [];
		return {
			...execution,
			error: resultData.error?.message,
			runData: resultData.runData,
			items: (node) =>
				resultData.runData[node]?.at(-1)?.data?.main?.[0] ??
				waiting.find((each) => each.node.name === node)?.data.main[0] ??
				[],
		};
	}

	/**
	 * Waits until at least `count` executions of a workflow are over.
	 *
	 * @returns all of them, oldest first
	 */
	async waitForExecutions(
		workflowId: string,
		count: number,
		timeout = PATIENCE,
	): Promise<ExecutionDetail[]> {
		const over = await until(
			async () => {
				const all = await this.executions(workflowId);
				const ended = all.filter(isOver);
				return ended.length >= count && ended.length === all.length ? ended : undefined;
			},
			async () => {
				const all = await this.executions(workflowId);
				return `${count} executions were expected, ${all.filter(isOver).length} of ${all.length} are over`;
			},
			timeout,
		);
		return await Promise.all(over.reverse().map(({ id }) => this.execution(id)));
	}

	/** The full names of all node types that n8n knows. */
	async nodeTypes(): Promise<{ name: string; displayName: string; [key: string]: unknown }[]> {
		return await this.request('GET', '../types/nodes.json');
	}

	/**
	 * What the editor shows of an operation's output before anything ran.
	 *
	 * @param version of the node, as the editor asks for it: `1.0.0`
	 * @throws Refused (404) when n8n has none
	 */
	async outputPreview(
		nodeType: string,
		version: string,
		resource: string,
		operation: string,
	): Promise<IDataObject> {
		const path = `${nodeType}/${version}/${resource}/${operation}.json`;
		return await this.request('GET', `../schemas/${path}`);
	}

	readonly dataTables = {
		/** @returns the table's ID */
		create: async (name: string, columns: { name: string; type: string }[]): Promise<string> => {
			const { id } = await this.request<{ id: string }>('POST', await this.tables(), {
				name,
				columns,
			});
			return id;
		},
		/** All rows of the table with this name, in the order in which they were made. */
		rowsOf: async (name: string): Promise<DataTableRow[]> => {
			const table = await this.tableNamed(name);
			const rows: DataTableRow[] = [];
			for (;;) {
				const { count, data } = await this.request<{ count: number; data: DataTableRow[] }>(
					'GET',
					`${table}/rows?take=100&skip=${rows.length}&sortBy=id:asc`,
				);
				rows.push(...data);
				if (rows.length >= count || data.length === 0) return rows;
			}
		},
		insert: async (name: string, rows: IDataObject[]) => {
			await this.request('POST', `${await this.tableNamed(name)}/insert`, { data: rows });
		},
		/** Changes the rows whose column has a value. */
		update: async (name: string, column: string, value: string, data: IDataObject) => {
			const filters = [{ columnName: column, condition: 'eq', value }];
			const filter = { type: 'and', filters };
			await this.request('PATCH', `${await this.tableNamed(name)}/rows`, { filter, data });
		},
	};

	private async finished(executionId: string): Promise<ExecutionDetail> {
		await until(
			async () => isOver(await this.request<Execution>('GET', `/executions/${executionId}`)),
			async () => `execution ${executionId} did not end`,
			5 * PATIENCE,
		);
		return await this.execution(executionId);
	}

	/** Where a data table of the owner is. */
	private async tableNamed(name: string): Promise<string> {
		const tables = await this.tables();
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const found = await this.request<{ data: { id: string; name: string }[] }>(
			'GET',
			`${tables}?filter=${filter}`,
		);
		const id = found.data.find((table) => table.name === name)?.id;
		if (!id) throw new Error(`n8n has no data table "${name}"`);
		return `${tables}/${id}`;
	}

	/** Where the owner's data tables are. */
	private async tables(): Promise<string> {
		this.projectId ??= (await this.request<{ id: string }>('GET', '/projects/personal')).id;
		return `/projects/${this.projectId}/data-tables`;
	}

	/**
	 * n8n answers before it has registered or removed anything, and keeps what became of it here. Before 2.3x or so it
	 * did all of that first and refused where it failed, so that there is nothing to wait for.
	 */
	private async publicationSettled(workflowId: string): Promise<Publication> {
		return await until(
			async () => {
				const publication = await this.request<Publication>(
					'GET',
					`/workflows/${workflowId}/publication-status`,
				).catch((error: Refused) => {
					if (error.status === 404) return DONE_BEFORE_THE_ANSWER;
					throw error;
				});
				return publication.status === 'in_progress' ? undefined : publication;
			},
			async () => `n8n did not finish (de)activating workflow ${workflowId}`,
		);
	}

	/** @throws Refused with n8n's own message */
	private async request<Answer>(method: string, path: string, data?: object): Promise<Answer> {
		const response = await this.http.request<unknown>({ method, url: path, data });
		const cookies = response.headers['set-cookie'];
		if (cookies)
			this.http.defaults.headers.Cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
		const body = response.data as { data?: unknown; message?: string } | undefined;
		if (response.status >= 300)
			throw new Refused(
				response.status,
				`n8n answered ${method} ${path} with ${response.status}: ${body?.message ?? JSON.stringify(body)}`,
			);
		return (body && typeof body === 'object' && 'data' in body ? body.data : body) as Answer;
	}
}

interface StoredExecution {
	resultData: { error?: { message: string }; runData: IRunData };
	executionData?: { nodeExecutionStack: IExecuteData[] };
}

/** n8n did not do what it was asked. */
class Refused extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

interface Publication {
	status: 'in_progress' | 'published' | 'partial' | 'failed' | 'not_published';
	triggers: { nodeId: string; status: string; errorMessage: string | null }[];
}

const DONE_BEFORE_THE_ANSWER: Publication = { status: 'published', triggers: [] };

const isOver = ({ status }: Execution) => !['new', 'running', 'waiting'].includes(status);

/** Asks again and again until there is an answer; rejects with an explanation when it takes too long. */
export async function until<Answer>(
	ask: () => Promise<Answer | undefined | false>,
	explain: () => Promise<string>,
	timeout = PATIENCE,
): Promise<Answer> {
	const deadline = Date.now() + timeout;
	for (;;) {
		const answer = await ask();
		if (answer) return answer;
		if (Date.now() > deadline)
			throw new Error(`${await explain()} (waited ${Math.round(timeout / 1000)} s)`);
		await wait(INTERVAL);
	}
}
