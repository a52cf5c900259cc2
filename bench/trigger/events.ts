/** What is delivered: an inbound text as each of the two services posts it, with as many bytes. */
import { randomUUID } from 'node:crypto';

import { sign } from '../../emulator/webhooks/deliveries';

/** One HTTP request to a webhook. */
export interface Post {
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** A genuine delivery of AgentPhone, or one signed with another secret, with ten messages of history. */
export function agentPhonePost(url: string, secret: string, number: number): Post {
	const at = new Date().toISOString();
	const timestamp = Math.floor(Date.now() / 1000);
	const body = JSON.stringify({
		event: 'agent.message',
		channel: 'imessage',
		timestamp: at,
		agentId: 'agt_1',
		data: {
			messageId: `msg_${number}`,
			conversationId: 'conv_1',
			numberId: 'num_1',
			from: '+14155550101',
			to: '+14155550100',
			contact: null,
			message: `Is the table still free? (${number})`,
			mediaUrl: null,
			mediaUrls: [],
			direction: 'inbound',
			receivedAt: at,
		},
		conversationState: { stage: 'asked', guests: 4, customer: { id: 'cus_1', name: 'Ada' } },
		recentHistory: Array.from({ length: 10 }, (_, index) => ({
			messageId: `msg_history_${index}`,
			content: 'We would like to come at seven, if that is possible',
			direction: index % 2 ? 'outbound' : 'inbound',
			channel: 'imessage',
			at,
		})),
	});
	return {
		url,
		body,
		headers: {
			'Content-Type': 'application/json',
			'X-Webhook-ID': randomUUID(),
			'X-Webhook-Event': 'agent.message',
			'X-Webhook-Timestamp': String(timestamp),
			'X-Webhook-Signature': sign(secret, timestamp, body),
		},
	};
}

/** An update of Telegram. It brings no history, so its text is as much longer: n8n stores what is delivered. */
export function telegramPost(url: string, secretToken: string, number: number): Post {
	const size = agentPhonePost(url, '', number).body.length;
	const withText = (text: string) => telegramUpdate(number, text);
	const text = `Is the table still free? (${number})`;
	return {
		url,
		headers: {
			'Content-Type': 'application/json',
			'X-Telegram-Bot-Api-Secret-Token': secretToken,
		},
		body: withText(text.padEnd(text.length + size - withText(text).length, '.')),
	};
}

function telegramUpdate(number: number, text: string): string {
	return JSON.stringify({
		update_id: number,
		message: {
			message_id: number,
			from: { id: 1, is_bot: false, first_name: 'Ada', language_code: 'en' },
			chat: { id: 1, first_name: 'Ada', type: 'private' },
			date: Math.floor(Date.now() / 1000),
			text,
		},
	});
}
