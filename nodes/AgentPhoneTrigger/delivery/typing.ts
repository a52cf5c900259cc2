import type { IWebhookFunctions } from 'n8n-workflow';

import { showTyping } from '../../api/endpoints/conversations';
import { Api } from '../../api/http/api';
import type { Envelope } from '../../api/webhook/events';

const SHORT = { attempts: 1, answer: 8_000 };

/** Whether a person would see it: iMessage alone has a typing indicator. */
export function canShowTyping({ channel, data }: Envelope): boolean {
	return (
		(channel === 'imessage' || !channel) &&
		data.direction !== 'outbound' &&
		typeof data.conversationId === 'string' &&
		data.conversationId !== ''
	);
}

/** Shows the typing indicator. Nobody waits for it, and if it fails, only the log says so. */
export function beginTyping(context: IWebhookFunctions, { data }: Envelope) {
	const show = async () => {
		await showTyping(await Api.for(context, SHORT), String(data.conversationId));
	};
	show().catch((error: Error) =>
		context.logger.warn(
			`The node "${context.getNode().name}" could not show the typing indicator: ${error.message}`,
		),
	);
}
