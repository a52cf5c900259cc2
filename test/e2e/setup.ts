/** Starts the one n8n that all end-to-end tests share. Jest runs this before them. */
import { startN8n, step, type N8n } from '../../n8n';

declare global {
	var sharedN8n: N8n | undefined;
}

export default async function setup() {
	process.stderr.write('\n');
	// Ending on a signal skips what is done on exit, and n8n would stay behind.
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => process.exit(130));
	globalThis.sharedN8n = await step('Starting n8n with the packed package in it', () => startN8n());
	await globalThis.sharedN8n.client.setupOwner();
	process.env.E2E_N8N_URL = globalThis.sharedN8n.url;
}
