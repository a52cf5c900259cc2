import { isDeepStrictEqual } from 'node:util';

import type { Api } from '../api';
import type { Owner } from '../owner';
import type { Answer, Wanted } from '../request';
import { conversationPath, objectOf, type Row } from '../sample';

export interface MetadataTrial {
	/** Whether what is written takes the place of all that was stored. */
	isReplaced: boolean;
	/** Whether `null` leaves none. */
	isCleared: boolean;
	/** What naming a conversation that is no group came to; `undefined` for a group. */
	rename?: { status: number; isNamed: boolean };
}

export const METADATA_CONSENT = `--write: the metadata of this conversation is replaced, cleared and, a few seconds later, restored as it was. If it is with one person, it is given a name, which only groups have. Nothing is sent. Take a conversation that no workflow is using right now: what a workflow writes in these seconds is lost.`;

const TRIAL = { probe: { of: 'metadata' } };
const NAME = 'Probe';

/**
 * Replaces the metadata of a conversation, clears it, and restores it.
 *
 * @param isMetadataShown whether AgentPhone is known to show metadata: only then has a conversation none that shows none
 * @throws Error before anything is written when it could not be restored exactly
 */
export async function tryMetadata(
	api: Api,
	owner: Owner,
	id: string,
	isMetadataShown: boolean,
): Promise<MetadataTrial> {
	const path = conversationPath(id);
	const former = await readConversation(api.request, path);
	if (!('metadata' in former.row) && !isMetadataShown)
		throw new Error('AgentPhone shows no metadata, so what is stored could not be restored');
	if (!hasExactNumbers(former.text))
		throw new Error('it holds a number that could not be restored digit by digit');
	const change = async (body: object) => {
		const answer = await api.request({ method: 'PATCH', path, body });
		if (answer.status >= 300) throw new Error(`a change was answered with ${answer.status}`);
		return metadataOf((await readConversation(api.request, path)).row);
	};
	try {
		const isReplaced = isDeepStrictEqual(await change({ metadata: TRIAL }), TRIAL);
		const isCleared = (await change({ metadata: null })) === null;
		const rename = former.row.isGroup === false ? await tryName(api, path, former.row) : undefined;
		return { isReplaced, isCleared, rename };
	} finally {
		await restore(api, path, former.row, owner);
	}
}

async function tryName(api: Api, path: string, former: Row) {
	const { status } = await api.request({ method: 'PATCH', path, body: { group_name: NAME } });
	const { row } = await readConversation(api.request, path);
	return { status, isNamed: (row.groupName ?? null) !== (former.groupName ?? null) };
}

/** @throws Error when it is not as it was */
async function restore(api: Api, path: string, former: Row, owner: Owner): Promise<void> {
	const metadata = metadataOf(former);
	const name = former.groupName ?? null;
	try {
		const { row } = await readConversation(api.restore, path);
		if ((row.groupName ?? null) !== name)
			await api.restore({ method: 'PATCH', path, body: { group_name: name } });
		// Where writing merges, what was tried has to be taken out by name.
		for (const body of [{ metadata }, { metadata: { ...(metadata as Row), probe: null } }]) {
			await api.restore({ method: 'PATCH', path, body });
			const { row } = await readConversation(api.restore, path);
			if (isDeepStrictEqual(metadataOf(row), metadata)) return;
		}
		throw new Error('it is not as it was');
	} catch {
		owner.tell(`The metadata could not be restored. It was: ${JSON.stringify(metadata)}`);
		throw new Error('the metadata could not be restored');
	}
}

async function readConversation(
	ask: (wanted: Wanted) => Promise<Answer>,
	path: string,
): Promise<{ row: Row; text: string }> {
	const answer = await ask({ method: 'GET', path, query: { message_limit: 1 } });
	const row = objectOf(answer);
	if (!row) throw new Error(`the conversation was answered with ${answer.status}`);
	return { row, text: answer.text };
}

const metadataOf = ({ metadata }: Row) => metadata ?? null;

/** JavaScript cuts long numbers. */
export function hasExactNumbers(json: string): boolean {
	const withoutTexts = json.replace(/"(?:[^"\\]|\\.)*"/g, '');
	const numbers = withoutTexts.match(/-?\d[\d.eE+-]*/g) ?? [];
	return numbers.every((digits) => String(Number(digits)) === digits);
}
