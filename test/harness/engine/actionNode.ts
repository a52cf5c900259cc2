import type { INodeExecutionData } from 'n8n-workflow';

import { AgentPhone } from '../../../nodes/AgentPhone/AgentPhone.node';
import { startEmulator, type Emulator } from '../../../emulator';
import { Engine } from './engine';
import { HURRY } from './hurry';

export const API_KEY = 'sk_live_only_for_this_test';

export interface ActionNode {
	emulator: Emulator;
	engine: Engine;
}

/** The action node in n8n's engine, with an emulator of its own: started once per file, emptied after each test. */
export function useActionNode(): ActionNode {
	const node = {} as ActionNode;
	beforeAll(async () => {
		node.emulator = await startEmulator({ apiKey: API_KEY });
		node.engine = new Engine({
			nodeType: new AgentPhone(),
			credentials: { apiKey: API_KEY, baseUrl: node.emulator.baseUrl },
			policy: HURRY,
		});
	});
	afterEach(async () => await node.emulator.reset());
	afterAll(async () => await node.emulator.stop());
	return node;
}

/** What a resource locator holds once an ID was entered, or an expression that gives one. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export const itemsOf = (...rows: object[]) =>
	rows.map((json) => ({ json })) as INodeExecutionData[];

export const jsonOf = (items: INodeExecutionData[]) => items.map(({ json }) => json);

/** Which input item each output item came from. */
export const pairsOf = (items: INodeExecutionData[]) => items.map(({ pairedItem }) => pairedItem);

/** Runs that must fail, and gives the error. */
export async function failureOf(run: Promise<unknown>): Promise<Error & Record<string, unknown>> {
	return await run.then(
		() => {
			throw new Error('It did not fail');
		},
		(error: Error & Record<string, unknown>) => error,
	);
}

/** The requests of a method, as the path that was asked. */
export const asked = ({ requests }: Emulator, method: string) =>
	requests.filter((request) => request.method === method).map(({ path }) => path);

/** The body of the only request of a method. */
export function onlyBody({ requests }: Emulator, method: string): unknown {
	const bodies = requests.filter((request) => request.method === method).map(({ body }) => body);
	expect(bodies).toHaveLength(1);
	return bodies[0];
}
