import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { projectFolder } from '../../n8n/folders';
import { resources } from '../../nodes/AgentPhone/resources';
import { SAMPLES } from '../../nodes/AgentPhoneTrigger/samples';
import { simplify } from '../../nodes/api/webhook/events';
import { polledSamples, samplesOf } from '../reference/samples';
import { schemaOf } from './schema';

/** Counts n8n's format of these files, not our changes. */
const FORMAT = 1;

/**
 * The output previews by their paths in the project. n8n looks for them beside the node:
 * `__schema__/v<version>/<resource>/<operation>.json`, and `__schema__/v<version>/output.json` where a node has no
 * operations. The editor asks for the exact version. A trigger's is only read by n8n's AI, which takes the nearest.
 */
export async function previewFiles(): Promise<Map<string, string>> {
	const files = new Map<string, string>();
	const add = async (node: string, name: string, items: readonly unknown[]) => {
		const path = `nodes/${node}/__schema__/v1.0.0/${name}.json`;
		const style = await resolveConfig(join(projectFolder, path));
		const text = JSON.stringify({ ...schemaOf(items), version: FORMAT });
		files.set(path, await format(text, { ...style, parser: 'json' }));
	};

	for (const { option: resource, operations } of resources)
		for (const { option: operation } of operations) {
			const samples = await samplesOf(resource.value, operation.value);
			const items = samples.map(({ json }) => json);
			await add('AgentPhone', `${resource.value}/${operation.value}`, items);
		}
	const delivered = Object.values(SAMPLES).map((envelope) => simplify(envelope));
	await add('AgentPhoneTrigger', 'output', delivered);
	const polled = (await polledSamples()).map(({ json }) => json);
	await add('AgentPhonePollingTrigger', 'output', polled);
	return files;
}
