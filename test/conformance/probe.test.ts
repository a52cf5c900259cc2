/** The probe finds out by reading alone what the emulator was told to be. */
import fc from 'fast-check';

import type { Dialect } from '../../emulator';
import { defaultDialect } from '../../emulator/dialect';
import { asker } from '../../tools/probe/ask';
import { probe, type Report } from '../../tools/probe/probe';
import { findUnknown } from '../../tools/probe/unknown';
import { useBox } from './box';
import { dialectsOf, expectTrue, fill, namesOf, noWait, READABLE, unusual } from './probeAccount';

const box = useBox();

const FAULTS = [
	[429, '/v1/conversations'],
	[503, '/v1/agents'],
	[500, '/v1/calls'],
	[502, '/v1/conversations/probe_no_such_conversation'],
	[503, '/v1/webhooks/deliveries'],
] as const;

async function report(): Promise<Report> {
	const { baseUrl, apiKey } = box.emulator;
	return await probe(asker({ baseUrl, apiKey, wait: noWait }));
}

const look = async (dialect: Partial<Dialect>) => await fill(box.emulator, dialect);

it('sees the usual values', async () => {
	await look({});
	const { dialect } = await report();
	const usual = namesOf(READABLE).filter((name) => name !== 'messagePage');
	expect(dialect).toEqual(Object.fromEntries(usual.map((name) => [name, defaultDialect[name]])));
});

it.each(unusual(READABLE))('sees %s = %s', async (name, value) => {
	await look({ [name]: value });
	const found = await report();
	expectTrue(found, box.emulator.dialect, READABLE);
	if (name !== 'messagePage' || value === 'nearest') expect(found.dialect[name]).toBe(value);
	else expect(found.notSeen[name]).toContain('are the same');
});

it('says nothing wrong under ten combinations, with faults in between', async () => {
	await fc.assert(
		fc.asyncProperty(dialectsOf(READABLE), async (dialect) => {
			await look(dialect);
			for (const [status, path] of FAULTS)
				box.emulator.faults.add({ kind: 'status', status, path, times: 1 });
			expectTrue(await report(), box.emulator.dialect, READABLE);
		}),
		{ numRuns: 10 },
	);
});

it('looks at wrong questions, and at what a channel can do', async () => {
	await look({ errorShape: 'detail' });
	const { refusals, capabilities } = await report();
	expect(refusals).toEqual({
		missing: { status: 404, shape: 'detail' },
		badLimit: { status: 422, shape: 'fields' },
	});
	expect(capabilities).toBe('present');
});

it('names what is new, and nothing that could be somebody', () => {
	const row = {
		id: 'conv_1',
		priority: 1,
		'+14155550123': 1,
		channel: 'rcs',
		metadata: { Ada: 1 },
	};
	const refusal = (code: string) => ({
		status: 404,
		text: '',
		attempts: 1,
		body: { error: { code } },
	});
	const unknown = findUnknown({
		pages: [],
		conversations: [row],
		isWhole: true,
		messages: [{ reactions: [{ sticker: 'x' }] }, { channel: 'Ada +1' }],
		calls: [{ cost: 1 }],
		detail: { capabilities: { channels: ['rcs', 'sms'], polls: true } },
		deliveries: [{ eventType: 'agent.contact_shared' }, { eventType: 'ada@example.com' }],
		refusals: { missing: refusal('GONE_AWAY'), badLimit: refusal('conv_8Zq1') },
	});
	expect(unknown).toEqual({
		conversationFields: ['priority'],
		messageFields: [],
		reactionFields: ['sticker'],
		capabilities: ['polls'],
		callFields: ['cost'],
		agentFields: [],
		channels: ['rcs'],
		codes: ['GONE_AWAY'],
		events: ['agent.contact_shared'],
		eventFields: [],
	});
});

it('makes GET requests and no other', async () => {
	await look({});
	await report();
	expect(new Set(box.emulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
});

it('an empty account shows little, and nothing wrong', async () => {
	const { dialect, notSeen } = await report();
	expect(dialect).toEqual({
		conversationTotal: 'exact',
		conversationListHasMore: true,
		agentListHasMore: false,
		errorShape: 'error',
	});
	expect(Object.keys({ ...dialect, ...notSeen }).toSorted()).toEqual(
		Object.keys(defaultDialect).toSorted(),
	);
});

it('a wrong key is said to be one', async () => {
	const { baseUrl } = box.emulator;
	const asked = probe(asker({ baseUrl, apiKey: 'sk_live_wrong', wait: noWait }));
	await expect(asked).rejects.toThrow('does not accept this key');
});

it('a list that is refused is no observation', async () => {
	const { faults } = box.emulator;
	faults.add({ kind: 'status', status: 403, path: '/v1/agents' });
	const { dialect, notSeen } = await report();
	expect(dialect).not.toHaveProperty('agentListHasMore');
	expect(notSeen.agentListHasMore).toBe('the agents may not be listed');
	faults.add({ kind: 'status', status: 400, path: '/v1/conversations' });
	await expect(report()).rejects.toThrow('answered 400 without a list');
});
