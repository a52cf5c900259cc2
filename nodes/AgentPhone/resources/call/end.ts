import { endCall, getCall } from '../../../api/endpoints/calls';
import type { Api } from '../../../api/http/api';
import { isAfterLostAnswer } from '../../../api/http/errors';
import { callLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface End {
	callId: string;
}

const UNDER_WAY = 'in-progress';

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
	isRefusedTwice: true,
	async execute({ callId }, { api }, wasTried) {
		const ended = await endCall(api, callId).catch(async (error: unknown) => {
			const isOurs = isAfterLostAnswer(error, 409, wasTried);
			return (isOurs && (await endedBefore(api, callId))) || (await Promise.reject(error));
		});
		return [output(ended)];
	},
});

/** The call, if it is over by now: so an earlier attempt has ended it. */
async function endedBefore(api: Api, callId: string): Promise<object | undefined> {
	const { id, status } = await getCall(api, callId);
	return status === UNDER_WAY ? undefined : { id, status };
}
