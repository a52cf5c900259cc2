/** What the demo plays on: AgentPhone in a box, and a real n8n with the package and the example workflows in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startEmulator, type Emulator } from '../emulator';
import { freePort, startN8n, step, type N8n, type WorkflowDraft } from '../n8n';
import { projectFolder } from '../n8n/folders';
import { bold, write } from './terminal';

/** Where people look for n8n and for the emulator first. Others are taken if these are in use. */
const WISHED_PORTS = { n8n: 5678, emulator: 4010 };

/** The customer of the demo, by her number. */
export const ADA = '+14155550117';

export interface Stage {
	emulator: Emulator;
	n8n: N8n;
	/** Imports a workflow of `examples/`, with the credential filled in. Gives its ID. */
	importExample(file: string): Promise<string>;
}

/**
 * Sets the stage.
 *
 * @param onStarted called with the way to take down each part, as soon as it stands
 */
export async function setStage(onStarted: (takeDown: () => Promise<void>) => void): Promise<Stage> {
	const emulator = await step('Starting AgentPhone in a box', async () =>
		startEmulator({ port: await freePort(WISHED_PORTS.emulator) }),
	);
	onStarted(() => emulator.stop());
	write(
		`\n  There is something to look at already: a phone that writes to the agent\n  ${bold(phoneOf(emulator))}\n`,
	);

	const n8n = await step('Starting n8n with the packed package in it', async () =>
		startN8n({ port: await freePort(WISHED_PORTS.n8n) }),
	);
	onStarted(() => n8n.stop());

	const { client } = n8n;
	await client.setupOwner();
	const credential = {
		name: 'AgentPhone account',
		id: await client.createCredential('AgentPhone account', 'agentPhoneApi', {
			apiKey: emulator.apiKey,
			baseUrl: emulator.baseUrl,
		}),
	};
	return {
		emulator,
		n8n,
		importExample: async (file) => {
			const workflow = await readExample(file);
			for (const node of workflow.nodes)
				if (node.credentials) node.credentials = { agentPhoneApi: credential };
			return await client.createWorkflow(workflow);
		},
	};
}

/** Where the emulator shows the phone of the demo's customer. */
export const phoneOf = (emulator: Emulator) =>
	`${emulator.baseUrl}/phone?me=${encodeURIComponent(ADA)}`;

async function readExample(file: string) {
	return JSON.parse(await readFile(join(projectFolder, 'examples', file), 'utf8')) as WorkflowDraft;
}
