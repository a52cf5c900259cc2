import { listContacts } from '../../../api/endpoints/contacts';
import { readByOffset } from '../../../api/lists';
import type { Contact } from '../../../api/model/types';
import { optionsField, returnAllAndLimit, tellLimit } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface GetMany {
	limit?: number;
	search?: string;
}

/** The most contacts that AgentPhone gives at once. */
const LARGEST_PAGE = 200;

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
	async execute({ limit, search }, { api }) {
		const rows = await readByOffset<Contact>(
			async (page) => await listContacts(api, { ...page, search }),
			{ limit, pageSize: LARGEST_PAGE, what: 'contacts' },
		);
		return rows.map(output);
	},
	hint: tellLimit('contacts'),
});
