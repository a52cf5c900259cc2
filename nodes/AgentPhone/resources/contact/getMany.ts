import { optionsField, returnAllAndLimit, tellLimit } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';
import { readContacts } from './addressBook';

interface GetMany {
	limit?: number;
	search?: string;
}

/** Lists the address book, or what is found in it. */
export const getMany = defineOperation<GetMany>({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many contacts',
		description: 'Get the contacts of the address book, or those that a search finds',
	},
	effect: 'reads',
	fields: [
		...returnAllAndLimit(),
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. Ada, or +1 555 010 0199',
			description: 'Only contacts whose name or number has this in it. Empty: all of them.',
		},
		optionsField(),
	],
	read: (parameters) => ({
		limit: parameters.limit(),
		search: parameters.optional('search'),
	}),
	execute: async (query, { api }) => (await readContacts(api, query)).map(output),
	hint: tellLimit('contacts'),
});
