import type { IWebhookDescription } from 'n8n-workflow';

/**
 * Where n8n resumes a waiting execution. It belongs to the execution and is never registered: the path is that of the
 * node in the address that `getSignedResumeUrl()` gives.
 */
export const waitingWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Empty, so that n8n answers with what `webhook()` gives.
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	},
];
