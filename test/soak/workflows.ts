import { agentPhone, byId, chain, node, trigger, TRIGGER } from '../harness/n8n/workflows';

const ANSWER = 'Answer to ';

/** What a message starts: the state is merged, an answer repeats the message. */
export const answering = () =>
	chain(
		[
			trigger({ events: ['agent.message'] }),
			agentPhone('Merge', {
				resource: 'conversation',
				operation: 'update',
				conversationId: byId('={{ $json.conversationId }}'),
				metadataInput: 'json',
				metadata: '={{ JSON.stringify({ last: $json.messageId }) }}',
			}),
			agentPhone('Answer', {
				resource: 'message',
				operation: 'send',
				toNumber: `={{ $('${TRIGGER}').item.json.replyTo }}`,
				body: `=${ANSWER}{{ $('${TRIGGER}').item.json.text }}`,
			}),
		],
		'Answer',
	);

/** What runs beside it, by the clock: all conversations are read. */
export const syncing = (seconds: number) =>
	chain(
		[
			node(
				'Schedule Trigger',
				'n8n-nodes-base.scheduleTrigger',
				{ rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] } },
				1.2,
			),
			agentPhone('Get All', { resource: 'conversation', operation: 'getAll', returnAll: true }),
		],
		'Sync',
	);

/** The message that an answer repeats; `undefined` for another text. */
export const answered = (body: string) =>
	body.startsWith(ANSWER) ? body.slice(ANSWER.length) : undefined;
