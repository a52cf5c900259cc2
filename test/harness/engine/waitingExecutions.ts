/**
 * What the n8n application adds to its engine around executions that wait for an answer: they are stored, and a signed
 * address resumes them. It follows n8n 2.40's `waiting-webhooks` and `webhook-helpers`, step by step.
 */
import { createRequire } from 'node:module';

import type { Express, Request, Response } from 'express';
import {
	createRunExecutionData,
	SEND_AND_WAIT_OPERATION,
	type INodeExecutionData,
	type INodeParameters,
	type IRunExecutionData,
	type Logger,
} from 'n8n-workflow';

import { AgentPhone } from '../../../nodes/AgentPhone/AgentPhone.node';
import { Engine } from './engine';

/** One execution, as n8n stores it. */
export interface WaitingExecution {
	id: string;
	status: 'running' | 'waiting' | 'success' | 'error' | 'canceled';
	parameters: INodeParameters;
	/** As text, as in a database. */
	stored: string;
	waitTill?: Date;
	/** What n8n has in memory while it runs, and hands on when it tries the node again. */
	data: IRunExecutionData;
	items: INodeExecutionData[];
	/** What came out of the node, and how often it did. */
	outputs: INodeExecutionData[][];
}

export interface Connection {
	baseUrl: string;
	apiKey: string;
}

/** The executions of workflows that begin with pinned items and ask something. */
export class WaitingExecutions {
	readonly all: WaitingExecution[] = [];
	/** Warnings that the node wrote into n8n's log. */
	readonly log: string[] = [];
	private engine!: Engine;
	private readonly node = new AgentPhone();
	/** Runs where an execution has asked and is not yet stored as waiting. */
	beforeStoring: () => Promise<void> | void = () => {};

	/** @param address of the n8n that serves {@link routes} */
	connect(address: string, { baseUrl, apiKey }: Connection) {
		this.engine = new Engine({
			nodeType: this.node,
			credentials: { baseUrl, apiKey },
			waitingUrl: `${address}/webhook-waiting`,
		});
	}

	readonly routes = (app: Express) => {
		app.post('/webhook-waiting/:id/:node', async (request, response) => {
			try {
				await this.resume(request, response);
			} catch {
				response.status(500).json({ code: 0, message: 'There was a problem' });
			}
		});
	};

	/** Runs the node until it is done, or waits. */
	async start(
		parameters: INodeParameters,
		items: INodeExecutionData[] = [{ json: {} }],
		options: { continueOnFail?: boolean } = {},
	): Promise<WaitingExecution> {
		const execution: WaitingExecution = {
			id: String(this.all.length + 1),
			status: 'running',
			parameters: { resource: 'message', operation: SEND_AND_WAIT_OPERATION, ...parameters },
			stored: '',
			data: createRunExecutionData(),
			items,
			outputs: [],
		};
		this.all.push(execution);
		return await this.run(execution, options);
	}

	/** Runs the node again on all its items, as Retry On Fail does. */
	async retry(execution: WaitingExecution): Promise<WaitingExecution> {
		execution.status = 'running';
		return await this.run(execution);
	}

	private async run(
		execution: WaitingExecution,
		options: { continueOnFail?: boolean } = {},
	): Promise<WaitingExecution> {
		const { data } = execution;
		const context = this.engine.executeContext(execution.parameters, execution.items, {
			...options,
			execution: data,
			executionId: execution.id,
		});
		try {
			const output = await this.engine.executeIn(context);
			await this.beforeStoring();
			execution.stored = JSON.stringify(data);
			if (data.waitTill) {
				execution.waitTill = data.waitTill;
				execution.status = 'waiting';
			} else {
				execution.outputs.push(output);
				execution.status = 'success';
			}
		} catch (error) {
			execution.status = 'error';
			throw error;
		}
		return execution;
	}

	/** The time limit has passed: n8n goes on with the node skipped. */
	timeOut(execution: WaitingExecution) {
		execution.status = 'success';
		execution.outputs.push([]);
	}

	private async resume(request: Request, response: Response) {
		const { id, node } = request.params as { id: string; node: string };
		const execution = this.all.find((each) => each.id === id);
		if (!hasValidSignature(request)) {
			response.status(401).send('<html>Invalid link</html>');
			return;
		}
		if (!execution) {
			response.status(404).json({ code: 404, message: `The execution "${id}" does not exist.` });
			return;
		}
		if (execution.status === 'running' || execution.status === 'error') {
			const what =
				execution.status === 'running' ? 'is running already' : 'has finished with error';
			response.status(409).json({ code: 409, message: `The execution "${id}" ${what}.` });
			return;
		}
		if (execution.status === 'success' || node !== 'node-1') {
			response.status(200).send('<html>No action required</html>');
			return;
		}
		Object.assign(request, { body: parse((request as { rawBody?: Buffer }).rawBody) });
		const context = this.engine.webhookContext(
			execution.parameters,
			{ request, response },
			{ execution: JSON.parse(execution.stored) as IRunExecutionData, executionId: id },
		);
		const warn = (line: string) => void this.log.push(line);
		const quiet = () => {};
		const logger: Logger = { error: warn, warn, info: quiet, debug: quiet };
		Object.defineProperty(context, 'logger', { value: logger });
		const result = await this.node.webhook.call(context as never);
		if (result.workflowData) {
			if ((execution.status as string) !== 'waiting') {
				response.status(409).json({ code: 409, message: 'It is being resumed already' });
				return;
			}
			execution.status = 'success';
			execution.outputs.push(result.workflowData[0]!);
		}
		response.status(200).json(result.webhookResponse);
	}
}

const parse = (body: Buffer | undefined): unknown => {
	try {
		return JSON.parse(String(body ?? '')) as unknown;
	} catch {
		return {};
	}
};

type Signatures = typeof import('n8n-core/dist/utils/signature-helpers');
type Settings = { Container: { get(type: unknown): { hmacSignatureSecret: string } } };

/** By n8n's own function and secret. */
function hasValidSignature(request: Request): boolean {
	const fromCore = createRequire(require.resolve('n8n-core'));
	const { validateUrlSignature } = fromCore('./utils/signature-helpers.js') as Signatures;
	const { Container } = fromCore('@n8n/di') as Settings;
	const { InstanceSettings } = fromCore('./instance-settings') as { InstanceSettings: unknown };
	const url = new URL(request.originalUrl, 'http://localhost');
	const signature = url.searchParams.get('signature') ?? '';
	const { hmacSignatureSecret } = Container.get(InstanceSettings);
	return signature !== '' && validateUrlSignature(signature, url, hmacSignatureSecret);
}
