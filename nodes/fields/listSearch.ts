import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { listAgents } from '../api/endpoints/agents';
import { listCalls } from '../api/endpoints/calls';
import { listContacts } from '../api/endpoints/contacts';
import { listConversations } from '../api/endpoints/conversations';
import { listNumbers } from '../api/endpoints/numbers';
import { Api } from '../api/http/api';
import { cleanAddress } from '../api/model/address';
import {
	isGroup,
	type Agent,
	type CallSummary,
	type Contact,
	type ConversationSummary,
	type OffsetQuery,
	type Page,
	type PhoneNumber,
} from '../api/model/types';

/** Rows asked for at a time: the most that AgentPhone's lists give. */
const PAGE_SIZE = 100;
/** Pages read for one turn of the list, so that a search that finds nothing still answers soon. */
const PAGES_A_TURN = 10;

interface Source<Row> {
	/** Reads a page. Where AgentPhone searches the list itself, what is searched is passed on to it. */
	list(api: Api, query: OffsetQuery & { search?: string }): Promise<Page<Row>>;
	/** How a row is shown in the list, and what choosing it stores. */
	show(row: Row): INodeListSearchItems;
	/** The texts that a search looks into, where AgentPhone does not search. */
	searched?(row: Row): Array<string | null | undefined>;
}

const conversations: Source<ConversationSummary> = {
	list: async (api, { limit, offset }) => await listConversations(api, { limit, offset }),
	show: (conversation) => {
		const { id, participant, channel, groupName, lastMessagePreview } = conversation;
		const person = participant || id;
		const who = groupName || (isGroup(conversation) ? `Group with ${person}` : person);
		// One person may have two: by WhatsApp, and by iMessage or SMS.
		const name = channel === 'whatsapp' ? `${who} (WhatsApp)` : who;
		return {
			name: lastMessagePreview ? `${name}: ${lastMessagePreview}` : name,
			value: id,
		};
	},
	searched: ({ id, participant, groupName, participants }) => [
		id,
		participant,
		groupName,
		...(participants ?? []).flatMap(({ identifier, name }) => [identifier, name]),
	],
};

const agents: Source<Agent> = {
	list: async (api, { limit, offset }) => await listAgents(api, { limit, offset }),
	show: ({ id, name }) => ({ name: name || id, value: id }),
	searched: ({ id, name }) => [id, name],
};

const numbers: Source<PhoneNumber> = {
	list: async (api, { limit, offset }) => await listNumbers(api, { limit, offset }),
	show: ({ id, phoneNumber }) => ({ name: phoneNumber || id, value: id }),
	searched: ({ id, phoneNumber }) => [id, phoneNumber],
};

const contacts: Source<Contact> = {
	list: listContacts,
	show: ({ id, name, phoneNumber }) => ({
		name: [name, phoneNumber].filter(Boolean).join(': ') || id,
		value: id,
	}),
};

const calls: Source<CallSummary> = {
	list: listCalls,
	show: ({ id, direction, fromNumber, toNumber, startedAt, status }) => {
		const who = direction === 'outbound' ? `To ${toNumber}` : `From ${fromNumber}`;
		return { name: `${who}, ${startedAt} (${status})`, value: id };
	},
};

/**
 * What fills the lists of {@link file://./locators.ts}. AgentPhone searches contacts and calls; its other lists are
 * read page after page and searched here. The pagination token is the offset of the next page.
 */
export const listSearch = {
	searchConversations: search(conversations),
	searchAgents: search(agents),
	searchNumbers: search(numbers),
	searchContacts: search(contacts),
	searchCalls: search(calls),
};

function search<Row>({ list, show, searched }: Source<Row>) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const api = await Api.for(this);
		const results: INodeListSearchItems[] = [];
		let offset: number | undefined = Number(paginationToken ?? 0);
		for (let pages = 0; offset !== undefined && pages < PAGES_A_TURN; pages++) {
			const wanted = filter?.trim() || undefined;
			const page: Page<Row> = await list(api, { limit: PAGE_SIZE, offset, search: wanted });
			const found = searched
				? page.data.filter((row) => matches(searched(row), filter))
				: page.data;
			results.push(...found.map(show));
			offset = nextOffset(page, offset);
			if (results.length) break;
		}
		return { results, paginationToken: offset === undefined ? undefined : String(offset) };
	};
}

/** Where the next page starts, by the rows that came (the page size asked for may be ignored). */
function nextOffset({ data, hasMore, total }: Page<unknown>, offset: number): number | undefined {
	const next = offset + data.length;
	const more = hasMore ?? (total === undefined || next < total);
	return data.length && more ? next : undefined;
}

/** Whether a text contains what is searched, in any case; a phone number also by its digits alone. */
export function matches(texts: Array<string | null | undefined>, filter = ''): boolean {
	const wanted = cleanAddress(filter).toLowerCase();
	const digits = /^[\d\s().+-]+$/.test(wanted) ? wanted.replace(/\D/g, '') : '';
	return texts.some((text) => {
		if (!text) return false;
		if (text.toLowerCase().includes(wanted)) return true;
		return digits !== '' && text.replace(/\D/g, '').includes(digits);
	});
}
