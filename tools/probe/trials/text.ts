import type { Api } from '../api';
import { codeOf } from '../refusals';

export const TEXT_CONSENT = `--send-to: one text is sent to this number, at AgentPhone’s price. It must be a phone of your own.`;

const BODY = 'This is a test of the AgentPhone API. Please answer with any word.';

/**
 * Sends one text, once.
 *
 * @param agentId whose number it is sent from
 * @throws Error when it was refused, or may have been sent
 */
export async function sendText(api: Api, number: string, agentId?: string): Promise<void> {
	const body = {
		to_number: number,
		body: BODY,
		...(agentId !== undefined && { agent_id: agentId }),
	};
	const answer = await api.request({ method: 'POST', path: '/v1/messages', body, isSending: true });
	if (answer.status < 300) return;
	const code = codeOf(answer);
	const shown = typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? ` ${code}` : '';
	throw new Error(`the text was answered with ${answer.status}${shown}`);
}
