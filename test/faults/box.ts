import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { startEmulator, type Emulator } from '../../emulator';
import { Engine } from '../harness/engine/engine';
import { TriggerHost } from '../harness/engine/triggerHost';

export const API_KEY = 'sk_live_that_nobody_may_see';

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
	});
	const host = await TriggerHost.start({ baseUrl, apiKey: API_KEY });
	const stop = async () => {
		await host.stop();
		await emulator.stop();
	};
	return { emulator, engine, host, stop };
}
