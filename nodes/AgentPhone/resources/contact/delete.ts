import { deleteContact } from '../../../api/endpoints/contacts';
import { isAfterLostAnswer } from '../../../api/http/errors';
import { contactLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';

interface Delete {
	contactId: string;
}

/** Removes a contact. AgentPhone answers nothing, so the output says which. */
export const deleteOne = defineOperation<Delete>({
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a contact',
		description: 'Remove a contact from the address book; its conversations stay',
	},
	effect: 'writes',
	fields: [contactLocator({ description: 'The contact to delete' }), optionsField()],
	read: (parameters) => ({ contactId: parameters.id('contactId') }),
	orderedBy: ({ contactId }) => contactId,
	isRefusedTwice: true,
	async execute({ contactId }, { api }, wasTried) {
		await deleteContact(api, contactId).catch((error: unknown) => {
			// It is gone because an earlier attempt has removed it, whose answer was lost.
			if (!isAfterLostAnswer(error, 404, wasTried)) throw error;
		});
		return [output({ id: contactId, deleted: true })];
	},
});
