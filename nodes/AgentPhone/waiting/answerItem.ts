import type { INodeExecutionData } from 'n8n-workflow';

import type { Asked } from './asked';

/** The item that comes out: the answer, or why the question could not be asked. */
export function answerItem(
	asked: Asked,
	pairedItem: INodeExecutionData['pairedItem'],
): INodeExecutionData {
	return { json: 'failed' in asked ? asked.failed : { ...asked.answered }, pairedItem };
}
