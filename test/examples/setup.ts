/**
 * Starts the n8n that the tests of the examples share: it may write files into one folder, and what it sends to
 * HubSpot arrives at a stand-in. Jest runs this before them.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, startN8n, step, type N8n } from '../../n8n';
import { makeCertificate } from './hubspot';

declare global {
	var examplesStage: { n8n: N8n; folder: string } | undefined;
}

export default async function setup() {
	const folder = await mkdtemp(join(tmpdir(), 'agentphone-examples-'));
	const pictures = join(folder, 'pictures');
	const certificate = join(folder, 'hubspot.pem');
	await mkdir(pictures);
	const { cert, key } = await makeCertificate();
	await writeFile(certificate, cert);
	const hubSpotPort = await freePort();

	process.stderr.write('\n');
	const n8n = await step('Starting n8n with the packed package in it', () =>
		startN8n({
			env: {
				N8N_RESTRICT_FILE_ACCESS_TO: pictures,
				HTTPS_PROXY: `http://127.0.0.1:${hubSpotPort}`,
				NODE_EXTRA_CA_CERTS: certificate,
			},
		}),
	);
	globalThis.examplesStage = { n8n, folder };
	await n8n.client.setupOwner();
	Object.assign(process.env, {
		E2E_N8N_URL: n8n.url,
		EXAMPLES_PICTURES: pictures,
		EXAMPLES_HUBSPOT: JSON.stringify({ port: hubSpotPort, cert, key }),
	});
}
