/**
 * What the n8n application adds to its engine around a webhook trigger: a server that receives deliveries, static data
 * that is loaded before and stored after each, production and test registrations, and executions. It follows n8n
 * 2.40's `live-webhooks`, `test-webhooks`, `webhook-helpers` and `active-workflow-manager`, step by step.
 */
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import express, { type Express, type Request, type Response } from 'express';
import type { WebhookContext } from 'n8n-core';
import {
	resolveWebhookDescriptionField,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type IWebhookResponseData,
	type Logger,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import type { Policy } from '../../../nodes/api/http/policy';
import { AgentPhoneTrigger } from '../../../nodes/AgentPhoneTrigger/AgentPhoneTrigger.node';
import { forgetAll } from '../../../nodes/AgentPhoneTrigger/delivery/webhookMemory';
import { Engine } from './engine';

export interface Execution {
	mode: 'production' | 'test';
	items: INodeExecutionData[];
}

/** What the flow behind the trigger does; `n8n` answers with what it gives, as the response mode says. */
export type Flow = (items: INodeExecutionData[]) => Promise<unknown> | unknown;

export interface HostOptions {
	baseUrl: string;
	apiKey: string;
	parameters?: INodeParameters;
	webhookSecret?: string;
	/** How patient the trigger is; default: as in n8n. */
	policy?: Partial<Policy>;
	/** What else this n8n serves. */
	routes?: (app: Express) => void;
}

/** One workflow that begins with the trigger, in an n8n of its own. */
export class TriggerHost {
	readonly executions: Execution[] = [];
	parameters: INodeParameters;
	/** The flow behind the trigger. */
	flow: Flow = () => ({});
	/** Runs where n8n starts an execution; throwing there is an execution that does not start. */
	beforeExecution: () => Promise<void> | void = () => {};

	private readonly node = new AgentPhoneTrigger();
	private engine!: Engine;
	private server!: Server;
	/** What n8n has in its data base. */
	private stored = '{}';
	/** Warnings that the node wrote into n8n's log. */
	readonly log: string[] = [];
	/** How often a delivery made n8n store static data. */
	writes = 0;
	private active = false;
	/** Static data of the running test, which n8n keeps beside the registration. */
	private test: IDataObject | undefined;
	private readonly receiving = new Set<Promise<void>>();

	private url!: string;

	private constructor(private readonly options: HostOptions) {
		this.parameters = options.parameters ?? {};
	}

	static async start(options: HostOptions): Promise<TriggerHost> {
		const host = new TriggerHost(options);
		await host.listen();
		return host;
	}

	/** Another n8n with the same data base: moved to another address, or a copy. */
	async elsewhere(): Promise<TriggerHost> {
		const host = await TriggerHost.start(this.options);
		host.stored = this.stored;
		return host;
	}

	/** This n8n's own address, without a slash at the end. */
	get address() {
		return this.url;
	}

	/** Where n8n receives the live workflow's deliveries. */
	get productionUrl() {
		return `${this.url}/webhook/${WEBHOOK_ID}/webhook`;
	}

	get testUrl() {
		return `${this.url}/webhook-test/${WEBHOOK_ID}/webhook`;
	}

	get staticData(): Record<string, IDataObject> {
		return JSON.parse(this.stored) as Record<string, IDataObject>;
	}

	/** Changes what is stored of the node's static data, as another process might. */
	changeStored(change: (node: IDataObject) => void) {
		const data = this.staticData;
		change((data[NODE_KEY] ??= {}));
		this.stored = JSON.stringify(data);
	}

	/** Activates the workflow, or (`init`) starts n8n with it active. Rejects with the activation error. */
	async activate(activation: WorkflowActivateMode = 'activate') {
		const staticData = this.staticData;
		const { checkExists, create } = this.node.webhookMethods.default;
		const context = () =>
			this.withLog(this.engine.hookContext(this.parameters, { activation, staticData }));
		try {
			if (!(await checkExists.call(context() as never))) await create.call(context() as never);
		} catch (error) {
			await this.deactivate().catch(() => undefined);
			throw error;
		}
		this.stored = JSON.stringify(staticData);
		this.active = true;
	}

	async deactivate() {
		const staticData = this.staticData;
		const context = this.withLog(
			this.engine.hookContext(this.parameters, { activation: 'update', staticData }),
		);
		this.active = false;
		await this.node.webhookMethods.default.delete.call(context as never);
		this.stored = JSON.stringify(staticData);
	}

	/** n8n is killed: nothing is called, what was only in memory is gone. */
	kill() {
		forgetAll();
		this.test = undefined;
	}

	async startTest() {
		const { checkExists, create } = this.node.webhookMethods.default;
		const staticData: IDataObject = {};
		const context = () =>
			this.withLog(this.engine.hookContext(this.parameters, { activation: 'manual', staticData }));
		this.test = {};
		try {
			if (!(await checkExists.call(context() as never))) await create.call(context() as never);
		} catch (error) {
			await this.endTest().catch(() => undefined);
			throw error;
		}
		this.test = staticData;
	}

	async endTest() {
		const staticData = this.test ?? {};
		this.test = undefined;
		const context = this.engine.hookContext(this.parameters, {
			activation: 'update',
			isTest: true,
			staticData,
		});
		await this.node.webhookMethods.default.delete.call(context as never);
	}

	get isTesting() {
		return this.test !== undefined;
	}

	/** Resolves when nothing is being received: n8n ends a test run only after the answer. */
	async idle() {
		while (this.receiving.size) await Promise.all(this.receiving);
	}

	async stop() {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async listen() {
		const app = express();
		app.use(async (request: Request, _response: Response, next) => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			Object.assign(request, { rawBody: Buffer.concat(chunks) });
			next();
		});
		app.post('/webhook/:id/webhook', async (request, response) => {
			if (!this.active) response.status(404).json({ code: 404, message: 'not registered' });
			else await this.track(this.receive(request, response, false));
		});
		app.post('/webhook-test/:id/webhook', async (request, response) => {
			if (!this.test) response.status(404).json({ code: 404, message: 'not registered' });
			else await this.track(this.receive(request, response, true));
		});
		this.options.routes?.(app);
		this.server = await new Promise<Server>((resolve) => {
			const server = app.listen(0, '127.0.0.1', () => resolve(server));
		});
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		const { baseUrl, apiKey, webhookSecret = '' } = this.options;
		this.engine = new Engine({
			nodeType: this.node as never,
			credentials: { baseUrl, apiKey, subAccountId: '', webhookSecret },
			webhookUrl: `${this.url}/webhook`,
			testWebhookUrl: `${this.url}/webhook-test`,
			policy: this.options.policy,
		});
	}

	/** Keeps what the node warns of, instead of printing it. */
	private withLog<Context extends { logger: Logger }>(context: Context): Context {
		const warn = (line: string) => void this.log.push(line);
		const quiet = () => {};
		const logger: Logger = { error: warn, warn, info: quiet, debug: quiet };
		return Object.defineProperty(context, 'logger', { value: logger });
	}

	private async track(work: Promise<void>) {
		this.receiving.add(work);
		await work.finally(() => this.receiving.delete(work));
	}

	private async receive(request: Request, response: Response, isTest: boolean) {
		const staticData = isTest ? this.test! : this.staticData;
		const context = this.withLog(
			this.engine.webhookContext(this.parameters, { request, response }, { staticData, isTest }),
		);
		const store = () => {
			if (isTest || !staticData.__dataChanged) return;
			this.stored = JSON.stringify(staticData);
			this.writes++;
		};
		try {
			const mode = this.responseMode(context);
			const result = await this.node.webhook.call(context as never);
			if (result.noWebhookResponse) store();
			if (!result.workflowData) {
				if (result.noWebhookResponse) return;
				store();
				response.status(200).json(result.webhookResponse ?? { message: 'Webhook call received' });
				return;
			}
			// For the execution, n8n makes another Workflow of the same data, which takes the mark of a change away.
			staticData.__dataChanged = false;
			await this.execute(result, mode, response, isTest, store);
			if (isTest) await this.endTest();
		} catch {
			response.status(500).json({ code: 0, message: 'There was a problem' });
		}
	}

	private async execute(
		result: IWebhookResponseData,
		mode: string,
		response: Response,
		isTest: boolean,
		store: () => void,
	) {
		const [items] = result.workflowData as INodeExecutionData[][];
		await wait(STORING_AN_EXECUTION);
		await this.beforeExecution();
		this.executions.push({ mode: isTest ? 'test' : 'production', items });
		if (mode === 'onReceived') {
			store();
			response.status(200).json(result.webhookResponse ?? { message: 'Workflow was started' });
			await this.flow(items);
			return;
		}
		let status = 200;
		let body: unknown;
		try {
			body = await this.flow(items);
		} catch {
			[status, body] = [500, { message: 'Error in workflow' }];
		}
		store();
		// The empty `responseData` makes n8n answer with all items of the last node.
		if (mode === 'lastNode' && status === 200) body = [body];
		response.status(status);
		if (typeof body === 'string') response.send(body);
		else response.json(body);
		process.nextTick(() => response.end());
	}

	private responseMode(context: WebhookContext): string {
		const [description] = this.node.description.webhooks!;
		const resolved = resolveWebhookDescriptionField(
			{ ...context.getNode(), parameters: context.getNode().parameters },
			description,
			'responseMode',
		);
		if (!resolved.resolved) return String(this.parameters.responseMode ?? 'onReceived');
		return String(resolved.value);
	}
}

const WEBHOOK_ID = 'c0ffee00-0000-4000-8000-000000000000';
const NODE_KEY = 'node:AgentPhone Trigger';
/** Milliseconds. */
const STORING_AN_EXECUTION = 4;
