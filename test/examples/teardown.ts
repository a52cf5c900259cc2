import { rm } from 'node:fs/promises';

/** Ends the shared n8n, and removes what it wrote. Jest runs this after the tests of the examples. */
export default async function teardown() {
	const stage = globalThis.examplesStage;
	await stage?.n8n.stop();
	if (stage) await rm(stage.folder, { recursive: true, force: true });
}
