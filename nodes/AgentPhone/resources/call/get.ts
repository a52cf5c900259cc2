import { getCall } from '../../../api/endpoints/calls';
import { callLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface Get {
	callId: string;
}

/** Reads one call, with what was said in it. */
export const get = defineOperation<Get>({
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a call',
		description: 'Get a call with its transcript, which is complete once the call has ended',
	},
	effect: 'reads',
	fields: [callLocator({ description: 'The call to get' }), optionsField()],
	read: (parameters) => ({ callId: parameters.id('callId') }),
	execute: async ({ callId }, { api }) => [output(await getCall(api, callId))],
});
