import { getContactCapabilities } from '../../../api/endpoints/contacts';
import { addressKey } from '../../../api/model/address';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { oncePerRun, output } from '../../run/operation';
import { phoneNumberField } from './fields';

interface GetCapabilities {
	phoneNumber: string;
}

/** A number is asked for once, however many items have it: AgentPhone allows few of these a day. */
const capabilitiesOf = oncePerRun(
	async (phoneNumber, { api }) => await getContactCapabilities(api, phoneNumber),
);

/** Finds out whether a number has iMessage, without writing to it. */
export const getCapabilities = defineOperation<GetCapabilities>({
	option: {
		name: 'Get Capabilities',
		value: 'getCapabilities',
		action: 'Get the capabilities of a phone number',
		description: 'Find out whether a number has iMessage or SMS, without sending anything',
	},
	effect: 'reads',
	fields: [
		{
			...phoneNumberField,
			description:
				'The number to look at, with its country code. AgentPhone allows 60 a minute, so more of them take longer, and 1,000 a day.',
		},
		optionsField(),
	],
	read: (parameters) => ({ phoneNumber: parameters.phoneNumber('phoneNumber') }),
	orderedBy: ({ phoneNumber }) => addressKey(phoneNumber),
	execute: async ({ phoneNumber }, run) => [output(await capabilitiesOf(phoneNumber, run))],
});
