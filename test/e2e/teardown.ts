/** Ends the shared n8n. Jest runs this after the end-to-end tests. */
export default async function teardown() {
	await globalThis.sharedN8n?.stop();
}
