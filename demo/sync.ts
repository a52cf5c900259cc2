/** Second act: all conversations go into a data table of n8n, and each gets its row's number as `crmId`. */
import { step } from '../n8n';
import type { Stage } from './stage';
import { dim, heading, showChecks, table, write } from './terminal';

const CONVERSATIONS = 250;
const STAGES = ['lead', 'trial', 'customer', 'churned'];
const TABLE = 'AgentPhone conversations';

/** @returns whether everything happened as it should */
export async function playSync({ emulator, n8n, importExample }: Stage): Promise<boolean> {
	heading(
		`${CONVERSATIONS} conversations go into an n8n data table, and know their row afterwards`,
	);
	const missing = CONVERSATIONS - emulator.store.conversations().length;
	for (let number = 0; number < missing; number++)
		emulator.store.addConversation({
			participant: `+1206555${String(number).padStart(4, '0')}`,
			metadata: { stage: STAGES[number % STAGES.length], source: { campaign: 'spring' } },
		});

	const workflow = await importExample('sync-conversations.json');
	const sync = (what: string) =>
		step(what, async () => {
			emulator.clearRequests();
			const execution = await n8n.client.runManually(workflow, 'Take All by Hand');
			const requests = { reads: 0, writes: 0 };
			for (const { method } of emulator.requests)
				if (method === 'PATCH') requests.writes++;
				else requests.reads++;
			return { execution, requests };
		});
	const first = await sync(`Syncing ${CONVERSATIONS} conversations`);
	const second = await sync('Syncing once more, nothing changed');
	await n8n.client.activate(workflow);

	const rows = await n8n.client.dataTables.rowsOf(TABLE);
	const conversations = new Map(emulator.store.conversations().map((each) => [each.id, each]));
	const linked = rows.filter(
		(row) => conversations.get(String(row.conversationId))?.metadata?.crmId === row.id,
	);
	const kept = rows.filter(
		(row) => (conversations.get(String(row.conversationId))?.metadata?.stage ?? null) === row.stage,
	);

	const shown = [...rows.slice(0, 4), ...rows.slice(-2)];
	write();
	table(
		['crmId', 'conversation', 'participant', 'stage', 'messages', 'state in AgentPhone'],
		shown.map((row) => [
			row.id,
			row.conversationId,
			row.participant,
			row.stage,
			row.messageCount,
			JSON.stringify(conversations.get(String(row.conversationId))?.metadata).slice(0, 60),
		]),
	);
	write(
		dim(
			`  ${rows.length} rows, of which the first and the last are shown. First sync: ${describe(first.requests)}.`,
		),
	);
	write(dim(`  Second sync: ${describe(second.requests)}.`));
	write();

	return showChecks([
		{
			what: 'both syncs succeeded',
			holds: [first, second].every(({ execution }) => execution.status === 'success'),
			found: [first, second].map(({ execution }) => execution.error ?? execution.status),
		},
		{
			what: `the table has exactly one row for each of ${CONVERSATIONS} conversations`,
			holds:
				rows.length === CONVERSATIONS &&
				new Set(rows.map(({ conversationId }) => conversationId)).size === CONVERSATIONS,
			found: rows.length,
		},
		{
			what: 'each conversation carries its row’s number as crmId',
			holds: linked.length === CONVERSATIONS,
			found: linked.length,
		},
		{
			what: 'nothing else of its state was lost',
			holds: kept.length === CONVERSATIONS,
			found: kept.length,
		},
		{
			what: 'the second sync wrote nothing, because nothing had changed',
			holds: first.requests.writes === CONVERSATIONS && second.requests.writes === 0,
			found: [first.requests, second.requests],
		},
	]);
}

const describe = ({ reads, writes }: { reads: number; writes: number }) =>
	`${reads} reads and ${writes} writes at AgentPhone`;
