import type { INodeProperties } from 'n8n-workflow';

/** Filters that mean the same wherever conversations are listed. */

type Described = Pick<INodeProperties, 'description'>;

export const channelFilter = ({ description }: Described): INodeProperties => ({
	displayName: 'Channel',
	name: 'channel',
	type: 'options',
	default: 'imessage',
	description,
	options: [
		{ name: 'iMessage', value: 'imessage' },
		{ name: 'MMS', value: 'mms' },
		{ name: 'SMS', value: 'sms' },
		{ name: 'WhatsApp', value: 'whatsapp' },
	],
});

export const isGroupFilter: INodeProperties = {
	displayName: 'Is Group',
	name: 'isGroup',
	type: 'boolean',
	default: true,
	description: 'Whether to get group conversations. Off gets those with one person.',
};

export const participantFilter: INodeProperties = {
	displayName: 'Participant',
	name: 'participant',
	type: 'string',
	default: '',
	placeholder: 'e.g. +1 555 010 0199 or ada@example.com',
	description:
		'Only conversations with this phone number (in any format) or email address, groups they are in included',
};
