import * as workflow from 'n8n-workflow';
import type { IWebhookDescription } from 'n8n-workflow';

/**
 * How n8n finds the response mode. n8n starts an isolate of its expression engine to evaluate an expression, which
 * costs more than everything else that a delivery needs. Where n8n knows it, the same is said in a form that it reads
 * without the engine, as long as the node has no expressions in its parameters and no resource locator.
 */
function responseMode(): Partial<IWebhookDescription> {
	const { webhookDescriptionFields, fromParameter } = workflow;
	return typeof webhookDescriptionFields === 'function' && typeof fromParameter === 'function'
		? webhookDescriptionFields({ responseMode: fromParameter('responseMode', 'onReceived') })
		: { responseMode: '={{$parameter["responseMode"] || "onReceived"}}' };
}

/** The one webhook of the trigger, with as little as possible for n8n to evaluate per delivery. */
export const webhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	path: 'webhook',
	...responseMode(),
	// Empty, so that n8n answers with what `webhook()` gives, and in the mode `lastNode` with the items.
	responseData: '',
};
