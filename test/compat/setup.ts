/** Installs what is missing, side by side: most of it is waiting for the network. Jest runs this before the tests. */
import { ensureN8n } from '../../n8n';
import { VERSIONS } from './versions';

export default async function setup() {
	process.stderr.write('\n');
	await Promise.all(VERSIONS.map((version) => ensureN8n(version)));
}
