/** What each end-to-end test plays in: the shared n8n, an AgentPhone in a box, and a credential that joins them. */
import type { IDataObject, INode } from 'n8n-workflow';

import { startEmulator, type Emulator, type EmulatorOptions } from '../../../emulator';
import { N8nClient, startN8n, type N8n, type WorkflowDraft } from '../../../n8n';
import { chain } from './workflows';

export interface Scene {
	emulator: Emulator;
	n8n: N8nClient;
	/** Saves a workflow of these nodes, each connected to the next; ours get the credential. Gives its ID. */
	save(nodes: Partial<INode>[], name?: string): Promise<string>;
	/** The same for a workflow that is more than a chain. */
	saveWorkflow(workflow: WorkflowDraft): Promise<string>;
	/** What the credential holds. */
	credentialData: IDataObject;
}

/** Sets the scene for the tests of a file, and clears what they activated between them. */
export function useScene(): Scene {
	const scene = {} as Scene;
	const saved: string[] = [];

	beforeAll(async () => {
		scene.n8n = new N8nClient(process.env.E2E_N8N_URL!);
		await scene.n8n.login();
		scene.emulator = await startEmulator();
		await joinUp(scene, saved);
	});

	afterEach(async () => {
		for (const id of saved.splice(0)) await scene.n8n.deleteWorkflow(id);
		await scene.emulator.reset();
	});

	afterAll(() => scene.emulator.stop());

	return scene;
}

/** A scene with an n8n of its own, which a test may kill and start again. */
export interface MortalScene extends Scene {
	host: N8n;
}

export function useMortalScene(options: EmulatorOptions): MortalScene {
	const scene = {} as MortalScene;

	beforeAll(async () => {
		scene.host = await startN8n();
		scene.n8n = scene.host.client;
		await scene.n8n.setupOwner();
		scene.emulator = await startEmulator(options);
		await joinUp(scene);
	});

	afterAll(async () => {
		await scene.host?.stop();
		await scene.emulator?.stop();
	});

	return scene;
}

/** Makes the credential, and gives the scene the means to save workflows that use it. */
export async function joinUp(scene: Scene, saved: string[] = []) {
	const { n8n, emulator } = scene;
	scene.credentialData = { apiKey: emulator.apiKey, baseUrl: emulator.baseUrl };
	const name = `AgentPhone at ${emulator.baseUrl}`;
	const id = await n8n.createCredential(name, 'agentPhoneApi', scene.credentialData);
	scene.saveWorkflow = async (workflow) => {
		for (const node of workflow.nodes)
			if (node.type?.startsWith('n8n-nodes-agentphone.'))
				node.credentials = { agentPhoneApi: { id, name } };
		const workflowId = await n8n.createWorkflow(workflow);
		saved.push(workflowId);
		return workflowId;
	};
	scene.save = (nodes, workflowName) => scene.saveWorkflow(chain(nodes, workflowName));
}
