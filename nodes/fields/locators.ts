import type { INodeProperties, INodePropertyMode, INodePropertyModeValidation } from 'n8n-workflow';

/** One of the methods of {@link file://./listSearch.ts}. */
type SearchMethod =
	| 'searchConversations'
	| 'searchAgents'
	| 'searchNumbers'
	| 'searchContacts'
	| 'searchCalls';

/** Which conversation is meant: one of an ID, or the one with somebody. */
export type ConversationRef = { id: string } | { participant: string };

interface Kind {
	searchListMethod: SearchMethod;
	/** What the ID looks like, in grey, where none is entered. */
	idPlaceholder: string;
	/** Further ways to choose one. */
	modes?: INodePropertyMode[];
	defaults: Partial<INodeProperties> & Pick<INodeProperties, 'displayName' | 'name'>;
}

/** A conversation: chosen from a list that is searched, or given by its ID or by who is in it. */
export const conversationLocator = locator({
	searchListMethod: 'searchConversations',
	idPlaceholder: 'e.g. conv_8f2a61c0',
	modes: [
		{
			displayName: 'By Phone Number or Email',
			name: 'participant',
			type: 'string',
			placeholder: 'e.g. +1 555 010 0199 or ada@example.com',
			hint: 'A group ID works too. Of several conversations with one person, the most recently active one is taken.',
		},
	],
	defaults: {
		displayName: 'Conversation',
		name: 'conversationId',
		required: true,
		description: 'The conversation to work with',
	},
});

/** An agent: chosen from a list that is searched by name or ID, or given by ID. */
export const agentLocator = locator({
	searchListMethod: 'searchAgents',
	idPlaceholder: 'e.g. agt_8f2a61c0',
	defaults: {
		displayName: 'Agent',
		name: 'agentId',
		description: 'The agent to work with',
	},
});

/** A phone number of the account: chosen from a list that is searched by its digits or ID, or given by ID. */
export const numberLocator = locator({
	searchListMethod: 'searchNumbers',
	idPlaceholder: 'e.g. num_8f2a61c0',
	defaults: {
		displayName: 'Phone Number',
		name: 'numberId',
		description: 'The phone number to work with',
	},
});

/** A contact of the address book: chosen from a list that is searched by name or number, or given by ID. */
export const contactLocator = locator({
	searchListMethod: 'searchContacts',
	idPlaceholder: 'e.g. ct_8f2a61c0',
	defaults: {
		displayName: 'Contact',
		name: 'contactId',
		required: true,
		description: 'The contact to work with',
	},
});

/** A call: chosen from a list that is searched by number, or given by ID. */
export const callLocator = locator({
	searchListMethod: 'searchCalls',
	idPlaceholder: 'e.g. call_8f2a61c0',
	defaults: {
		displayName: 'Call',
		name: 'callId',
		required: true,
		description: 'The call to work with',
	},
});

/** Makes the function that makes a resource locator of one kind; what it is passed overrides the defaults. */
function locator({ searchListMethod, idPlaceholder, modes = [], defaults }: Kind) {
	return (overrides: Partial<INodeProperties> = {}): INodeProperties => ({
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...defaults,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: idPlaceholder,
				validation: [ID_IN_ONE_WORD],
			},
			...modes,
		],
		...overrides,
	});
}

const ID_IN_ONE_WORD: INodePropertyModeValidation = {
	type: 'regex',
	properties: {
		regex: '^\\s*[^\\s/?#]+\\s*$',
		errorMessage: 'An ID has no spaces and no slashes',
	},
};

/**
 * The ID in the value of a resource locator's parameter, trimmed; empty when there is none. A plain text is taken
 * for the ID itself: an expression may give one.
 */
export function readLocator(value: unknown): string {
	const id =
		typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value;
	return typeof id === 'string' || typeof id === 'number' ? String(id).trim() : '';
}

/** Whether a resource locator's parameter names a conversation by who is in it. */
export const isByParticipant = (value: unknown): boolean =>
	typeof value === 'object' &&
	value !== null &&
	(value as { mode?: unknown }).mode === 'participant';
