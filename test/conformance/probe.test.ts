/** The probe finds out by reading alone what the emulator was told to be. */
import fc from 'fast-check';

import type { Dialect } from '../../emulator';
import { defaultDialect } from '../../emulator/dialect';
import { parseDialectFile } from '../../emulator/dialectSettings';
import { asker } from '../../tools/probe/ask';
import { probe, type Report } from '../../tools/probe/probe';
import { findUnknown } from '../../tools/probe/unknown';
import { useBox } from './box';

const box = useBox();

/** What reading can show. The fixed sizes of pages are smaller than what there is to read. */
const VALUES: { [Name in keyof Dialect]?: ReadonlyArray<Dialect[Name]> } = {
	timestampPrecision: ['seconds', 'milliseconds', 'microseconds'],
	timestampZone: ['Z', '+00:00'],
	pageSize: ['asAsked', 3, 4, 5],
	messagePageSize: ['asAsked', 2, 3, 4],
	messageOrder: ['newestFirst', 'oldestFirst'],
	messagePage: ['order', 'newest', 'nearest'],
	conversationTies: ['stable', 'varying'],
	conversationTotal: ['exact', 'tooHigh', 'absent'],
	conversationListHasMore: [true, false],
	cursor: ['exclusive', 'inclusive'],
	mediaUrls: ['present', 'absent'],
	emptyFields: ['null', 'absent'],
	carousel: ['separateMessages', 'oneMessage'],
	agentListHasMore: [true, false],
	errorShape: ['error', 'detail'],
	callTranscript: ['exchanges', 'turns', 'absent'],
};
const READABLE = Object.keys(VALUES) as Array<keyof Dialect>;
const dialects = fc.record(
	Object.fromEntries(READABLE.map((name) => [name, fc.constantFrom(...VALUES[name]!)])),
) as fc.Arbitrary<Partial<Dialect>>;
/** Every value that is not the usual one. */
const alone = READABLE.flatMap((name) =>
	VALUES[name]!.filter((value) => value !== defaultDialect[name]).map((value) => [name, value]),
) as Array<[keyof Dialect, Dialect[keyof Dialect]]>;

const FAULTS = [
	[429, '/v1/conversations'],
	[503, '/v1/agents'],
	[500, '/v1/calls'],
	[502, '/v1/conversations/probe_no_such_conversation'],
	[503, '/v1/webhooks/deliveries'],
] as const;

/** An account that shows everything that can be shown: ties, a carousel, a call in which something was said. */
async function fill(dialect: Partial<Dialect>): Promise<void> {
	box.emulator.reset();
	Object.assign(box.emulator.dialect, defaultDialect, dialect);
	const { store, person } = box.emulator;
	const number = store.addNumber({ agentId: store.addAgent().id });
	for (const minute of [1, 2, 3, 3, 3, 3, 4]) {
		const at = `2026-01-01T10:0${minute}:00.123456Z`;
		store.addConversation({ phoneNumberId: number.id, lastMessageAt: at, createdAt: at });
	}
	const participant = '+14155550123';
	const { id } = store.addConversation({ participant, phoneNumberId: number.id });
	for (const minute of [1, 2, 3, 4, 5, 6])
		store.addMessage(id, { receivedAt: `2026-01-01T11:0${minute}:00.123456Z` });
	const pictures = store.addConversation({ phoneNumberId: number.id });
	const media = ['https://files.example/1.jpg', 'https://files.example/2.jpg'];
	const parts =
		box.emulator.dialect.carousel === 'oneMessage' ? [media] : media.map((url) => [url]);
	for (const mediaUrls of parts)
		store.addMessage(pictures.id, {
			body: '',
			mediaUrls,
			receivedAt: '2026-01-01T11:00:00.123456Z',
		});
	await person.say(participant, 'Hello');
}

async function report(): Promise<Report> {
	const { baseUrl, apiKey } = box.emulator;
	return await probe(asker({ baseUrl, apiKey, wait: async () => {} }));
}

/** Whatever was seen is what is set, and what is set was seen or has a reason that the data gives. */
function expectTrue({ dialect, notSeen }: Report): void {
	expect(box.emulator.dialect).toMatchObject(dialect);
	const missed = READABLE.filter((name) => !(name in dialect));
	const excused = ['messagePage', 'carousel', 'conversationTies'];
	expect(missed.filter((name) => !excused.includes(name))).toEqual([]);
	for (const name of missed) expect(notSeen[name]).toMatch(/./);
}

it('sees the usual values', async () => {
	await fill({});
	const { dialect } = await report();
	const usual = READABLE.filter((name) => name !== 'messagePage');
	expect(dialect).toEqual(Object.fromEntries(usual.map((name) => [name, defaultDialect[name]])));
});

it.each(alone)('sees %s = %s', async (name, value) => {
	await fill({ [name]: value });
	const found = await report();
	expectTrue(found);
	if (name !== 'messagePage' || value === 'nearest') expect(found.dialect[name]).toBe(value);
	else expect(found.notSeen[name]).toContain('are the same');
});

it('says nothing wrong under a hundred combinations, with faults in between', async () => {
	await fc.assert(
		fc.asyncProperty(dialects, async (dialect) => {
			await fill(dialect);
			for (const [status, path] of FAULTS)
				box.emulator.faults.add({ kind: 'status', status, path, times: 1 });
			expectTrue(await report());
		}),
		{ numRuns: 100 },
	);
});

it('looks at wrong questions, and at what a channel can do', async () => {
	await fill({ errorShape: 'detail' });
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
	await fill({});
	await report();
	expect(new Set(box.emulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
});

it('what was observed, loaded into the emulator, is observed again', async () => {
	await fc.assert(
		fc.asyncProperty(dialects, async (dialect) => {
			await fill(dialect);
			const first = await report();
			await fill({ carousel: dialect.carousel, ...parseDialectFile(JSON.stringify(first)) });
			expect(await report()).toEqual(first);
		}),
		{ numRuns: 10 },
	);
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

it('holds nothing of anybody', async () => {
	await fill({});
	const text = JSON.stringify(await report());
	const { data } = (
		await box.ask<{ data: Array<Record<string, unknown>> }>('GET', '/v1/conversations')
	).body;
	for (const { id, participant, phoneNumber } of data)
		for (const part of [id, participant, phoneNumber]) expect(text).not.toContain(part);
	expect(text).not.toContain(box.emulator.apiKey);
});

it('a wrong key is said to be one', async () => {
	const { baseUrl } = box.emulator;
	const asked = probe(asker({ baseUrl, apiKey: 'sk_live_wrong', wait: async () => {} }));
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
