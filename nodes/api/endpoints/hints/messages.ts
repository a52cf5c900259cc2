import { WHATSAPP_NOT_ENABLED, type Hint } from '../../http/hints';
import { destinationHint } from './destination';

export const messageHints: Hint[] = [
	{
		status: [403],
		text: /10\s*DLC|regist|link/i,
		hint: 'This number is not registered for business texting (10DLC), so a text with a link is not sent. Register it in AgentPhone, or leave the link out.',
	},
	destinationHint,
	{
		status: [403],
		text: /whatsapp/i,
		hint: WHATSAPP_NOT_ENABLED,
	},
	{
		status: [404],
		text: /reply|message/i,
		hint: 'The message to reply to was not found, and nothing was sent. Check Reply to Message ID, or remove that option.',
	},
	{
		status: [422],
		text: /provide to_number or recipients/i,
		hint: 'Nobody to send to was named. Fill Recipient, or check that the expression in it gives a value for every item.',
	},
	{
		status: [400, 422],
		text: /carousel/i,
		hint: 'Several images are sent as an iMessage carousel: 2 to 20 images and no text, from an iMessage number. Send the text as a message of its own.',
	},
	{
		status: [400, 422],
		text: /recipients|group/i,
		hint: 'A new group needs two or more recipients and an iMessage number to send from.',
	},
];
