/**
 * n8n's execution engine around our nodes: n8n-core's own contexts, real HTTP, no mock of any n8n helper. What
 * stands in here is only what the n8n application adds to the engine: a credential and the webhooks' addresses.
 */
import 'reflect-metadata';

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Request, Response } from 'express';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecuteContext,
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRunExecutionData,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { POLICY, type Policy } from '../../../nodes/api/http/policy';
import { AgentPhoneApi } from '../../../credentials/AgentPhoneApi.credentials';
import { OneCredential } from './oneCredential';

type DependencyInjection = typeof import('@n8n/di');

// In tests, jest has set it: see userFolder.ts.
process.env.N8N_USER_FOLDER ??= temporaryFolder();
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';

export interface EngineOptions {
	/** The node under test. */
	nodeType: INodeType;
	/** Its full type name; default: as n8n calls it when it comes from this package. */
	typeName?: string;
	/** What the credential holds; `baseUrl` and `apiKey` are those of the emulator. */
	credentials: IDataObject & { baseUrl: string; apiKey: string };
	/** Where n8n's webhooks are reached, production and test, without a slash at the end. */
	webhookUrl?: string;
	testWebhookUrl?: string;
	/** Where n8n resumes executions that wait. */
	waitingUrl?: string;
	timezone?: string;
	/** How patient the node is; default: as in n8n. */
	policy?: Partial<Policy>;
}

/** What one run of a node may be given beside its parameters and items. */
export interface RunOptions {
	continueOnFail?: boolean;
	/** Stops the run, as the Stop button does. */
	signal?: AbortSignal;
	typeVersion?: number;
	/** What n8n keeps of the execution; default: of one that has just begun. */
	execution?: IRunExecutionData;
	/** Retrying an execution by hand makes another execution of what is kept. */
	executionId?: string;
	/** Which round of a loop this is. */
	runIndex?: number;
}

/** What stands before the node: it gives pinned items. */
const START: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
};

/** One node on an otherwise empty canvas, and the contexts in which n8n calls it. */
export class Engine {
	constructor(private readonly options: EngineOptions) {}

	/** Runs the node on items, and gives the items of its first output. */
	async execute(
		parameters: INodeParameters,
		items: INodeExecutionData[] = [{ json: {} }],
		options: RunOptions = {},
	): Promise<INodeExecutionData[]> {
		return await this.executeIn(this.executeContext(parameters, items, options));
	}

	/** Runs the node in a context that the test keeps, to look at what n8n was told besides the output. */
	async executeIn(context: ExecuteContext): Promise<INodeExecutionData[]> {
		const output = await this.options.nodeType.execute!.call(context as never);
		return (output as INodeExecutionData[][])[0];
	}

	/**
	 * Runs the node in a workflow, behind one that gives the items, so that n8n itself sorts what comes out.
	 *
	 * @returns the items of each output: with `continueErrorOutput`, the second is for those that failed
	 */
	async executeInWorkflow(
		parameters: INodeParameters,
		items: INodeExecutionData[],
		settings: Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'> = {},
	): Promise<INodeExecutionData[][]> {
		const { workflow, node, start } = this.workflow(parameters, settings);
		const hooks = new ExecutionLifecycleHooks('manual', 'execution-1', {} as never);
		const additionalData = { ...this.additionalData(), hooks };
		const { data } = await new WorkflowExecute(additionalData, 'manual').run({
			workflow,
			startNode: start,
			pinData: { [start.name]: items },
		});
		const [{ data: output, error }] = data.resultData.runData[node.name];
		if (error) throw error;
		return output!.main as INodeExecutionData[][];
	}

	executeContext(
		parameters: INodeParameters,
		items: INodeExecutionData[],
		{
			continueOnFail,
			signal,
			typeVersion,
			execution = createRunExecutionData(),
			executionId,
			runIndex = 0,
		}: RunOptions = {},
	) {
		const { workflow, node } = this.workflow(parameters, {
			...(continueOnFail && { onError: 'continueRegularOutput' }),
			...(typeVersion && { typeVersion }),
		});
		const data = { main: [items] };
		const context = new ExecuteContext(
			workflow,
			node,
			this.additionalData(executionId),
			'manual',
			execution,
			runIndex,
			items,
			data,
			{ node, data, source: null },
			[],
			signal,
		);
		return this.withPolicy(context);
	}

	/** The context in which a resource locator's list is filled. */
	loadOptionsContext(parameters: INodeParameters = {}) {
		const { workflow, node } = this.workflow(parameters);
		const additionalData = { ...this.additionalData(), currentNodeParameters: node.parameters };
		return this.withPolicy(new LoadOptionsContext(workflow, node, additionalData, ''));
	}

	/**
	 * The context of `webhookMethods`: n8n calls them when a workflow is activated (or n8n starts: `init`), when it
	 * is deactivated, and around a test run (`manual`, with `isTest`, and static data of its own).
	 *
	 * @param staticData the workflow's static data; changed in place, as n8n would store it
	 * @param isTest to be said at the end of a test run, where n8n's activation mode is `update`
	 */
	hookContext(
		parameters: INodeParameters,
		{
			activation = 'activate',
			staticData = {},
			isTest = activation === 'manual',
		}: { activation?: WorkflowActivateMode; staticData?: IDataObject; isTest?: boolean } = {},
	) {
		const { workflow, node } = this.workflow(parameters, {}, staticData);
		const context = new HookContext(
			workflow,
			node,
			this.additionalData(),
			isTest ? 'manual' : 'trigger',
			activation,
			this.webhookData(workflow, node, isTest),
		);
		return this.withPolicy(context);
	}

	/** The context of `poll()`: on n8n's schedule, or of a run by hand. */
	pollContext(
		parameters: INodeParameters,
		{ staticData = {}, isManual = false }: { staticData?: IDataObject; isManual?: boolean } = {},
	) {
		const { workflow, node } = this.workflow(parameters, {}, staticData);
		const mode = isManual ? 'manual' : 'trigger';
		const activation = isManual ? 'manual' : 'activate';
		return this.withPolicy(
			new PollContext(workflow, node, this.additionalData(), mode, activation),
		);
	}

	/** The context of `webhook()`, for one request as n8n's server hands it over. */
	webhookContext(
		parameters: INodeParameters,
		http: { request: Request; response: Response },
		{
			staticData = {},
			isTest = false,
			execution = null,
			executionId,
		}: {
			staticData?: IDataObject;
			isTest?: boolean;
			/** What is stored of the execution that the request resumes. */
			execution?: IRunExecutionData | null;
			executionId?: string;
		} = {},
	) {
		const { workflow, node } = this.workflow(parameters, {}, staticData);
		const additionalData = {
			...this.additionalData(executionId),
			httpRequest: http.request,
			httpResponse: http.response,
		};
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			isTest ? 'manual' : 'webhook',
			this.webhookData(workflow, node, isTest),
			[],
			execution,
		);
		return this.withPolicy(context);
	}

	/** Hands in how patient the node is to be. */
	private withPolicy<Context extends object>(context: Context): Context {
		return Object.assign(context, { [POLICY]: this.options.policy });
	}

	private workflow(
		parameters: INodeParameters,
		settings: Partial<INode> = {},
		staticData: IDataObject = {},
	) {
		const { nodeType, timezone = 'Europe/Berlin' } = this.options;
		const { name, version, defaultVersion } = nodeType.description;
		const node: INode = {
			id: 'node-1',
			name: String(nodeType.description.defaults.name),
			type: this.options.typeName ?? `n8n-nodes-agentphone.${name}`,
			typeVersion:
				defaultVersion ?? (Array.isArray(version) ? version[version.length - 1] : version),
			position: [0, 0],
			parameters,
			credentials: { agentPhoneApi: { id: '1', name: 'AgentPhone' } },
			webhookId: 'c0ffee00-0000-4000-8000-000000000000',
			...settings,
		};
		const start: INode = {
			id: 'start',
			name: 'Start',
			type: START.description.name,
			typeVersion: 1,
			position: [-200, 0],
			parameters: {},
		};
		const workflow = new Workflow({
			id: 'workflow-1',
			name: 'Workflow',
			nodes: [start, node],
			connections: { [start.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
			active: true,
			nodeTypes: this.nodeTypes(),
			staticData,
			settings: { timezone },
		});
		// The workflow keeps a copy of its own in newer versions of n8n.
		workflow.staticData = workflow.staticData ?? staticData;
		return {
			workflow,
			node: workflow.getNode(node.name)!,
			start: workflow.getNode(start.name)!,
		};
	}

	private webhookData(workflow: Workflow, node: INode, isTest: boolean): IWebhookData {
		const [webhookDescription] = this.options.nodeType.description.webhooks ?? [];
		return {
			httpMethod: 'POST',
			node: node.name,
			path: node.webhookId!,
			webhookDescription,
			workflowId: workflow.id!,
			workflowExecuteAdditionalData: this.additionalData(),
			isTest,
		} as unknown as IWebhookData;
	}

	private nodeTypes(): INodeTypes {
		const { nodeType } = this.options;
		return {
			getByName: (name) => (name === START.description.name ? START : nodeType),
			getByNameAndVersion: (name) => (name === START.description.name ? START : nodeType),
			getKnownTypes: () => ({}),
		};
	}

	/** What the n8n application adds to every execution. */
	additionalData(executionId = 'execution-1'): IWorkflowExecuteAdditionalData {
		const { credentials, webhookUrl, testWebhookUrl, waitingUrl } = this.options;
		return {
			credentialsHelper: new OneCredential(new AgentPhoneApi(), credentials as never),
			executionId,
			currentNodeExecutionIndex: 0,
			restApiUrl: 'http://localhost:5678/rest',
			instanceBaseUrl: 'http://localhost:5678/',
			webhookWaitingBaseUrl: waitingUrl ?? 'http://localhost:5678/webhook-waiting',
			formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
			webhookBaseUrl: webhookUrl ?? 'http://localhost:5678/webhook',
			webhookTestBaseUrl: testWebhookUrl ?? 'http://localhost:5678/webhook-test',
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

/** Lets binary data go to files, as n8n does by default; without it, it stays in memory. */
export async function storeBinaryDataInFiles() {
	// The copy of n8n-core: its configuration is not known to any other.
	const { Container } = createRequire(require.resolve('n8n-core'))(
		'@n8n/di',
	) as DependencyInjection;
	const config = Container.get(BinaryDataConfig);
	config.mode = 'filesystem';
	config.localStoragePath = join(process.env.N8N_USER_FOLDER!, 'binaryData');
	await Container.get(BinaryDataService).init();
}

/** A new folder, which goes when the process does. */
function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'agentphone-engine-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
