import type { Hint } from '../../http/hints';
import { destinationHint } from './destination';

export const createCallHints: Hint[] = [
	destinationHint,
	{
		status: [402],
		hint: 'Calls need a payment method and enough balance. Add it in AgentPhone, then run this again.',
	},
	{
		status: [400],
		text: /number/i,
		hint: 'The agent that calls needs a phone number of its own. Attach one to it in AgentPhone, or correct From Phone Number in the options.',
	},
	{
		status: [409],
		hint: 'As many calls are under way as AgentPhone allows this account. Place this one when others have ended.',
	},
];

export const endCallHints: Hint[] = [
	{
		status: [409],
		hint: 'The call is over already. Its status and transcript are in Call: Get.',
	},
];
