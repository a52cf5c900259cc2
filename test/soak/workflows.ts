import { EVERY_FEW_SECONDS } from '../harness/n8n/polling';
import { agentPhone, byId, chain, node, trigger, TRIGGER } from '../harness/n8n/workflows';

/** What each workflow writes, so that it is told from what the others write. */
export const ANSWER = 'Answer to ';
export const QUESTION = 'Question ';
export const WENT_ON = 'Went on after ';
export const NOTED = 'Noted ';

const NOTES = '+14155550999';

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
			everySeconds(seconds),
			agentPhone('Get All', { resource: 'conversation', operation: 'getAll', returnAll: true }),
		],
		'Sync',
	);

/** Also by the clock: somebody is asked, and the execution waits for the answer. */
export const asking = (seconds: number, person: string) =>
	chain(
		[
			everySeconds(seconds),
			agentPhone('Ask', {
				resource: 'message',
				operation: 'sendAndWait',
				sendTo: 'participant',
				toNumber: person,
				message: `=${QUESTION}{{ $execution.id }}`,
			}),
			agentPhone('Go On', {
				resource: 'message',
				operation: 'send',
				toNumber: person,
				body: `=${WENT_ON}{{ $execution.id }}`,
			}),
		],
		'Ask',
	);

/** A workflow that needs no webhook: it looks for messages, and notes each. */
export const polling = () =>
	chain(
		[
			node('Look', 'n8n-nodes-agentphone.agentPhonePollingTrigger', {
				pollTimes: EVERY_FEW_SECONDS,
			}),
			agentPhone('Note', {
				resource: 'message',
				operation: 'send',
				toNumber: NOTES,
				body: `=${NOTED}{{ $json.text }}`,
			}),
		],
		'Poll',
	);

const everySeconds = (seconds: number) =>
	node(
		'Schedule Trigger',
		'n8n-nodes-base.scheduleTrigger',
		{ rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] } },
		1.2,
	);
