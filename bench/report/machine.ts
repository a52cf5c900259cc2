import { cpus, totalmem, type } from 'node:os';

import { DEFAULT_VERSION } from '../../n8n/install';
import { version as n8nCore } from 'n8n-core/package.json';
import { version } from '../../package.json';

/** Where and with what it was measured, as a sentence. */
export function describeMachine(n8nNode: string): string {
	const [{ model }] = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	return `Measured on ${new Date().toISOString().slice(0, 10)}: n8n-nodes-agentphone ${version}, n8n ${DEFAULT_VERSION} with n8n-core ${n8nCore} on Node ${n8nNode}; ${cpus().length} × ${model}, ${memory} GB, ${type()}.`;
}
