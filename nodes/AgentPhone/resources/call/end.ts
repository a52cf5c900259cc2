import { endCall } from '../../../api/endpoints/calls';
import { callLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface End {
	callId: string;
}

/** Ends a call that is under way. Its status changes a moment later. */
export const end = defineOperation<End>({
	option: {
		name: 'End',
		value: 'end',
		action: 'End a call',
		description: 'End a call that is under way',
	},
	effect: 'writes',
	fields: [callLocator({ description: 'The call to end' }), optionsField()],
	read: (parameters) => ({ callId: parameters.id('callId') }),
	orderedBy: ({ callId }) => callId,
	execute: async ({ callId }, { api }) => [output(await endCall(api, callId))],
});
