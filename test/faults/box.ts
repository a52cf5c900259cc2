import { PATIENT, type Policy } from '../../nodes/api/http/policy';
import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { startEmulator, type Emulator } from '../../emulator';
import { Engine } from '../harness/engine/engine';
import { TriggerHost } from '../harness/engine/triggerHost';

export const API_KEY = 'sk_live_that_nobody_may_see';

/** So that thousands of runs take minutes. */
const IN_A_HURRY: Partial<Policy> = {
	firstWait: 1,
	longestWait: 8,
	answer: 300,
	media: { ...PATIENT.media, firstWait: 1, download: 500 },
};

/** An emulator, and an n8n with the action node and a workflow with the trigger beside it. */
export interface Box {
	emulator: Emulator;
	engine: Engine;
	host: TriggerHost;
	stop(): Promise<void>;
}

export async function openBox(): Promise<Box> {
	const emulator = await startEmulator({ apiKey: API_KEY, deliveryRetryWait: 1 });
	const { baseUrl } = emulator;
	const engine = new Engine({
		nodeType: new AgentPhone(),
		credentials: { apiKey: API_KEY, baseUrl },
		policy: IN_A_HURRY,
	});
	const host = await TriggerHost.start({ baseUrl, apiKey: API_KEY, policy: IN_A_HURRY });
	const stop = async () => {
		await host.stop();
		await emulator.stop();
	};
	return { emulator, engine, host, stop };
}
