/**
 * The nodes that are compared, each alone on a canvas of n8n-core: ours as it was built and packed, and n8n's own HTTP
 * Request node, with the same credential. Both have the same engine around them.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type {
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
} from 'n8n-workflow';

import { Engine, type RunOptions } from '../../test/harness/engine/engine';
import type { Target } from '../emulator';

const loadModule = createRequire(__filename);

export interface Places {
	/** The unpacked package. */
	package: string;
	/** `node_modules` of an installed n8n. */
	n8nModules: string;
}

export class Nodes {
	private readonly agentPhoneEngine: Engine;
	private readonly httpRequestEngine: Engine;

	constructor(
		readonly target: Target,
		places: Places,
	) {
		const credentials = { apiKey: target.apiKey, baseUrl: target.baseUrl };
		const { AgentPhone } = load<{ AgentPhone: new () => INodeType }>(
			join(places.package, 'dist/nodes/AgentPhone/AgentPhone.node.js'),
		);
		this.agentPhoneEngine = new Engine({ nodeType: new AgentPhone(), credentials });
		const { HttpRequest } = load<{ HttpRequest: new () => IVersionedNodeType }>(
			join(places.n8nModules, 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js'),
		);
		this.httpRequestEngine = new Engine({
			nodeType: new HttpRequest().getNodeType(),
			typeName: 'n8n-nodes-base.httpRequest',
			credentials,
		});
	}

	/** Runs our node. */
	async agentPhone(
		parameters: INodeParameters,
		items?: INodeExecutionData[],
		options?: RunOptions,
	) {
		return await this.agentPhoneEngine.execute(parameters, items, options);
	}

	/** Runs n8n's HTTP Request node, signed in with our credential. */
	async httpRequest(
		parameters: INodeParameters,
		items?: INodeExecutionData[],
		options?: RunOptions,
	) {
		return await this.httpRequestEngine.execute(signedIn(parameters), items, options);
	}

	/** Runs it with n8n's Retry On Fail. Where it fails in the end, nothing comes out. */
	async retriedHttpRequest(parameters: INodeParameters, items: INodeExecutionData[]) {
		try {
			const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 };
			const outputs = await this.httpRequestEngine.executeInWorkflow(
				signedIn(parameters),
				items,
				settings,
			);
			return outputs[0];
		} catch {
			return [];
		}
	}
}

const signedIn = (parameters: INodeParameters): INodeParameters => ({
	authentication: 'predefinedCredentialType',
	nodeCredentialType: 'agentPhoneApi',
	...parameters,
});

function load<Module>(path: string): Module {
	return loadModule(path) as Module;
}
