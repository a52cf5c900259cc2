import { createRunExecutionData } from 'n8n-workflow';

import {
	asked,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	onlyBody,
	pairsOf,
	useActionNode,
} from '../harness/engine/actionNode';
import { expectLogged } from '../harness/quiet/lines';

const node = useActionNode();
const ADA = '+14155550117';

const contact = (operation: string, parameters: object = {}) => ({
	resource: 'contact',
	operation,
	...parameters,
});
const contacts = () => node.emulator.store.contacts;
const namesOf = () =>
	contacts()
		.list()
		.map(({ phoneNumber, name }) => `${phoneNumber} ${name}`);

/** What makes nobody know whether a request was carried out: it was not, or it was and nobody said so. */
const LOST_ANSWERS = (['before', 'after'] as const).flatMap((when) => [
	{ kind: 'status', status: 503, when } as const,
	{ kind: 'reset', when } as const,
	{ kind: 'notJson', when } as const,
]);

describe('Create', () => {
	const create = contact('create', {
		phoneNumber: '={{ $json.phone }}',
		name: '={{ $json.name }}',
	});

	it('adds contacts, each paired with its item', async () => {
		const items = await node.engine.execute(
			create,
			itemsOf({ phone: '(415) 555-0117', name: 'Ada' }, { phone: '+442079460958', name: 'Bo' }),
		);
		expect(namesOf()).toEqual([`${ADA} Ada`, '+442079460958 Bo']);
		expect(jsonOf(items)[0]).toMatchObject({ phoneNumber: ADA, name: 'Ada', email: null });
		expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('takes an email address and notes along', async () => {
		await node.engine.execute({
			...create,
			phoneNumber: ADA,
			name: 'Ada',
			additionalFields: { email: 'ada@example.com', notes: 'Likes tea' },
		});
		expect(onlyBody(node.emulator, 'POST')).toEqual({
			phoneNumber: ADA,
			name: 'Ada',
			email: 'ada@example.com',
			notes: 'Likes tea',
		});
	});

	it('says that another contact has the number, and what to do', async () => {
		contacts().add({ phoneNumber: ADA, name: 'Ada' });
		const items = await node.engine.execute(create, itemsOf({ phone: ADA, name: 'Ada' }), {
			continueOnFail: true,
		});
		expect(jsonOf(items)).toEqual([
			{
				error: 'A contact with this phone number already exists',
				message: expect.stringContaining('Contact: Create or Update'),
				code: 'CONFLICT',
			},
		]);
	});

	describe.each(LOST_ANSWERS)('while an answer is lost: %j', (lost) => {
		it('it is made once, and given as it is', async () => {
			node.emulator.faults.add({ ...lost, times: 1, method: 'POST' });
			const items = await node.engine.execute(
				{ ...create, additionalFields: { notes: 'Likes tea' } },
				itemsOf({ phone: ADA, name: 'Ada' }),
			);
			expect(namesOf()).toEqual([`${ADA} Ada`]);
			expect(jsonOf(items)).toEqual([expect.objectContaining({ id: contacts().list()[0].id })]);
		});

		it('a contact that somebody else has made otherwise is not taken for ours', async () => {
			node.emulator.faults.add({ ...lost, times: 1, method: 'POST', when: 'before' });
			const stop = node.emulator.beforeEach(({ method }) => {
				if (method === 'POST') contacts().add({ phoneNumber: ADA, name: 'Ada', email: 'a@b.de' });
				stop();
			});
			const run = node.engine.execute(create, itemsOf({ phone: ADA, name: 'Ada' }));
			expect(await failureOf(run)).toMatchObject({
				message: 'A contact with this phone number already exists',
			});
		});
	});

	it('Retry On Fail does not make again what was made before another item failed', async () => {
		const stop = node.emulator.beforeEach(({ body }) => {
			if ((body as { name?: string }).name !== 'Bo') return;
			node.emulator.faults.add({ kind: 'status', status: 402, times: 1 });
			stop();
		});
		const [output] = await node.engine.executeInWorkflow(
			{ ...create, options: { concurrency: 1 } },
			itemsOf({ phone: ADA, name: 'Ada' }, { phone: '+14155550118', name: 'Bo' }),
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		);
		expectLogged(/^Account balance is too low \[item 1\]/);
		expect(jsonOf(output!).map(({ name }) => name)).toEqual(['Ada', 'Bo']);
		expect(namesOf()).toEqual([`${ADA} Ada`, '+14155550118 Bo']);
	});

	it('the next try of the node gives the contact that was made while every answer was lost', async () => {
		const execution = createRunExecutionData();
		const run = async () =>
			await node.engine.execute(create, itemsOf({ phone: ADA, name: 'Ada' }), { execution });
		node.emulator.faults.add({ kind: 'reset', when: 'after', method: 'POST', times: 6 });
		await failureOf(run());
		expect(jsonOf(await run())).toEqual([expect.objectContaining({ id: contacts().list()[0].id })]);
		expect(namesOf()).toEqual([`${ADA} Ada`]);
	});

	it('a number that was taken before stays an error, however often it is tried', async () => {
		contacts().add({ phoneNumber: ADA, name: 'Ada' });
		const execution = createRunExecutionData();
		for (let tries = 0; tries < 3; tries++) {
			const run = node.engine.execute(create, itemsOf({ phone: ADA, name: 'Ada' }), { execution });
			expect(await failureOf(run)).toMatchObject({
				message: 'A contact with this phone number already exists',
			});
		}
	});

	it.each(['+1 (415) 555-0117', '415.555.0117', '1-415-555-0117', '001 415 555 0117', 4155550117])(
		'sends the number %s as AgentPhone takes it',
		async (phone) => {
			await node.engine.execute(create, itemsOf({ phone, name: 'Ada' }));
			expect(onlyBody(node.emulator, 'POST')).toMatchObject({ phoneNumber: ADA });
		},
	);

	it.each([
		['no number', { name: 'Ada' }, 'Phone Number is empty'],
		['no name', { phone: ADA }, 'Name is empty'],
		['an email address', { phone: 'ada@example.com', name: 'Ada' }, /is not a phone number$/],
		['a group', { phone: 'grp_1', name: 'Ada' }, /is not a phone number$/],
		['a word', { phone: 'unknown', name: 'Ada' }, '"unknown" is not a phone number'],
		[
			'a number as dialled at home',
			{ phone: '06 12 34 56 78', name: 'Ada' },
			'"06 12 34 56 78" has no country code',
		],
		['a short code', { phone: '24273', name: 'Ada' }, /is not a phone number$/],
		['too many digits', { phone: '+1234567890123456', name: 'Ada' }, /is not a phone number$/],
	])('%s is refused before any request', async (_what, item, message) => {
		const error = await failureOf(node.engine.execute(create, itemsOf(item)));
		expect(error.message).toMatch(message);
		expect([...node.emulator.requests]).toEqual([]);
	});
});

describe('Create or Update', () => {
	const upsert = contact('upsert', {
		phoneNumber: '={{ $json.phone }}',
		name: '={{ $json.name }}',
	});

	it('creates who is new, and updates who is known, by any spelling of the number', async () => {
		contacts().add({ phoneNumber: ADA, name: 'A.', notes: 'Likes tea' });
		const items = await node.engine.execute(
			upsert,
			itemsOf({ phone: '1 (415) 555-0117', name: 'Ada' }, { phone: '+14155550118', name: 'Bo' }),
		);
		expect(namesOf()).toEqual([`${ADA} Ada`, '+14155550118 Bo']);
		expect(jsonOf(items)[0]).toMatchObject({ name: 'Ada', notes: 'Likes tea' });
	});

	it('leaves out an email that an expression gives nothing for: what is there stays', async () => {
		contacts().add({ phoneNumber: ADA, name: 'Ada', email: 'ada@example.com' });
		await node.engine.execute(
			{ ...upsert, additionalFields: { email: '={{ $json.email }}', notes: '={{ $json.notes }}' } },
			itemsOf(
				{ phone: ADA, name: 'Ada', email: null, notes: 'Likes tea' },
				{ phone: '+14155550118', name: 'Bo' },
			),
		);
		expect(contacts().list()).toMatchObject([
			{ name: 'Ada', email: 'ada@example.com', notes: 'Likes tea' },
			{ name: 'Bo', email: null, notes: null },
		]);
	});

	it('writes nothing where nothing changes', async () => {
		contacts().add({ phoneNumber: ADA, name: 'Ada' });
		const items = await node.engine.execute(upsert, itemsOf({ phone: ADA, name: 'Ada' }));
		expect(node.emulator.requests.map(({ method }) => method)).toEqual(['GET']);
		expect(jsonOf(items)[0]).toMatchObject({ phoneNumber: ADA });
	});

	it('leaves one contact when two runs do it at once', async () => {
		const runs = ['Ada', 'Ada L.', 'A. Lovelace', 'Ada King'].map(
			async (name) => await node.engine.execute(upsert, itemsOf({ phone: ADA, name })),
		);
		await Promise.all(runs);
		expect(contacts().list()).toHaveLength(1);
	});

	it('reads the conflict, and changes what another run made in that moment', async () => {
		node.emulator.beforeEach(({ method }) => {
			if (method === 'POST' && !contacts().list().length)
				contacts().add({ phoneNumber: ADA, name: 'Somebody' });
		});
		await node.engine.execute(upsert, itemsOf({ phone: ADA, name: 'Ada' }));
		expect(namesOf()).toEqual([`${ADA} Ada`]);
	});

	it('creates it again when it is removed in that moment', async () => {
		const { id } = contacts().add({ phoneNumber: ADA, name: 'A.' });
		node.emulator.beforeEach(({ method }) => {
			if (method === 'PATCH') contacts().remove(id);
		});
		await node.engine.execute(upsert, itemsOf({ phone: ADA, name: 'Ada' }));
		expect(namesOf()).toEqual([`${ADA} Ada`]);
	});

	it.each(LOST_ANSWERS)(
		'leaves one contact, as given, while an answer is lost: %j',
		async (lost) => {
			node.emulator.faults.add({ ...lost, times: 1, method: 'POST' });
			await node.engine.execute(upsert, itemsOf({ phone: ADA, name: 'Ada' }));
			expect(namesOf()).toEqual([`${ADA} Ada`]);
		},
	);

	it('passes over a contact without a number', async () => {
		contacts().add({ phoneNumber: '+14155550100', name: 'Nobody' });
		const nameless = { ...contacts().list()[0], phoneNumber: null, name: null } as never;
		jest.spyOn(contacts(), 'search').mockReturnValueOnce([nameless]);
		await node.engine.execute(upsert, itemsOf({ phone: ADA, name: 'Ada' }));
		expect(namesOf()).toContain(`${ADA} Ada`);
	});

	it('finds a contact that the search does not', async () => {
		contacts().add({ phoneNumber: ADA, name: 'A.' });
		jest.spyOn(contacts(), 'search').mockReturnValueOnce([]).mockReturnValueOnce([]);
		await node.engine.execute(upsert, itemsOf({ phone: ADA, name: 'Ada' }));
		expect(namesOf()).toEqual([`${ADA} Ada`]);
	});
});

describe('Get, Update and Delete', () => {
	const ada = () => contacts().add({ phoneNumber: ADA, name: 'Ada', notes: 'Likes tea' });

	it('gets one', async () => {
		const { id } = ada();
		const items = await node.engine.execute(contact('get', { contactId: byId(id) }));
		expect(jsonOf(items)).toEqual([expect.objectContaining({ id, name: 'Ada' })]);
	});

	it('changes what was added, and empties what was left empty', async () => {
		const { id } = ada();
		await node.engine.execute(
			contact('update', {
				contactId: byId(id),
				updateFields: { name: 'Ada L.', notes: '', email: 'ada@example.com' },
			}),
		);
		expect(onlyBody(node.emulator, 'PATCH')).toEqual({
			name: 'Ada L.',
			notes: null,
			email: 'ada@example.com',
		});
		expect(contacts().get(id)).toMatchObject({ phoneNumber: ADA, name: 'Ada L.', notes: null });
	});

	it.each([
		['nothing', {}, 'There is nothing to update: no field of the contact was added'],
		['an expression that gives nothing', { notes: '={{ $json.none }}' }, 'Notes is empty'],
		['an empty name', { name: '' }, 'Name is empty'],
		['an empty number', { phoneNumber: '' }, 'Phone Number is empty'],
	])('%s is refused before any request', async (_what, updateFields, message) => {
		const error = await failureOf(
			node.engine.execute(contact('update', { contactId: byId('ct_1'), updateFields })),
		);
		expect(error.message).toBe(message);
		expect([...node.emulator.requests]).toEqual([]);
	});

	it('deletes one, and says which', async () => {
		const { id } = ada();
		const items = await node.engine.execute(contact('delete', { contactId: byId(id) }));
		expect(jsonOf(items)).toEqual([{ id, deleted: true }]);
		expect(contacts().list()).toEqual([]);
	});

	it.each(LOST_ANSWERS)('deletes one while an answer is lost: %j', async (lost) => {
		const { id } = ada();
		node.emulator.faults.add({ ...lost, times: 1, method: 'DELETE' });
		const items = await node.engine.execute(contact('delete', { contactId: byId(id) }));
		expect(jsonOf(items)).toEqual([{ id, deleted: true }]);
		expect(contacts().list()).toEqual([]);
	});

	it('the next try of the node takes what was deleted while every answer was lost for deleted', async () => {
		const { id } = ada();
		const execution = createRunExecutionData();
		const run = async () =>
			await node.engine.execute(contact('delete', { contactId: byId(id) }), itemsOf({}), {
				execution,
			});
		node.emulator.faults.add({ kind: 'status', status: 502, when: 'after', times: 6 });
		await failureOf(run());
		expect(jsonOf(await run())).toEqual([{ id, deleted: true }]);
	});

	it('Retry On Fail does not delete again what was deleted before another item failed', async () => {
		const { id } = ada();
		const other = contacts().add({ phoneNumber: '+14155550118', name: 'Bo' });
		const stop = node.emulator.beforeEach(({ path }) => {
			if (!path.endsWith(other.id)) return;
			node.emulator.faults.add({ kind: 'status', status: 402, times: 1 });
			stop();
		});
		const [output] = await node.engine.executeInWorkflow(
			contact('delete', {
				contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: { concurrency: 1 },
			}),
			itemsOf({ id }, { id: other.id }),
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		);
		expectLogged(/^Account balance is too low \[item 1\]/);
		expect(jsonOf(output!)).toEqual([id, other.id].map((each) => ({ id: each, deleted: true })));
	});

	it.each(['get', 'update', 'delete'])(
		'%s says which item’s contact is gone',
		async (operation) => {
			const { id } = ada();
			const items = await node.engine.execute(
				contact(operation, {
					contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					updateFields: { name: 'Ada' },
				}),
				itemsOf({ id: 'ct_gone' }, { id }),
				{ continueOnFail: true },
			);
			expect(jsonOf(items)[0]).toMatchObject({ error: 'Contact not found', code: 'NOT_FOUND' });
			expect(jsonOf(items)[1]).toHaveProperty('id', id);
		},
	);
});

describe('Get Many', () => {
	const fill = (count: number) => {
		for (let index = 0; index < count; index++)
			contacts().add({ phoneNumber: `+1212${5_550_000 + index}`, name: `Person ${index}` });
	};

	it('gets as many as the limit, and all of them', async () => {
		fill(450);
		expect(await node.engine.execute(contact('getAll'))).toHaveLength(50);
		const all = jsonOf(await node.engine.execute(contact('getAll', { returnAll: true })));
		expect(all.map(({ name }) => name)).toEqual(
			Array.from({ length: 450 }, (_, index) => `Person ${index}`),
		);
	});

	it.each([{ pageSize: 20 }, { pageSize: 2 }, { pageSize: 1 }] as const)(
		'gets all of them whatever the size of the pages is: %p',
		async (dialect) => {
			Object.assign(node.emulator.dialect, dialect);
			fill(45);
			const all = await node.engine.execute(contact('getAll', { returnAll: true }));
			expect(new Set(jsonOf(all).map(({ name }) => name)).size).toBe(45);
			expect(all).toHaveLength(45);
		},
	);

	it('loses none while others are removed and added', async () => {
		fill(900);
		const [first, second] = contacts().list();
		let page = 0;
		node.emulator.beforeEach(() => {
			page += 1;
			if (page === 2) contacts().remove(first.id);
			if (page === 3) contacts().remove(second.id);
			if (page === 4) contacts().add({ phoneNumber: '+12130000000', name: 'New' });
		});
		const all = jsonOf(await node.engine.execute(contact('getAll', { returnAll: true })));
		const names = all.map(({ name }) => name);
		for (let index = 2; index < 900; index++) expect(names).toContain(`Person ${index}`);
		expect(new Set(names).size).toBe(names.length);
	});

	it('searches where AgentPhone does', async () => {
		fill(30);
		contacts().add({ phoneNumber: ADA, name: 'Ada' });
		const items = await node.engine.execute(contact('getAll', { search: 'ada' }));
		expect(jsonOf(items).map(({ name }) => name)).toEqual(['Ada']);
	});

	it('searches for a number in any spelling', async () => {
		contacts().add({ phoneNumber: ADA, name: 'Ada' });
		fill(3);
		const search = '(415) 555-0117';
		const items = await node.engine.execute(contact('getAll', { search }));
		expect(jsonOf(items).map(({ name }) => name)).toEqual(['Ada']);
		expect(node.emulator.requests[0].query).toMatchObject({ search: ADA });
	});

	it('does not give everybody for a search whose expression gives nothing', async () => {
		fill(3);
		const error = await failureOf(
			node.engine.execute(contact('getAll', { search: '={{ $json.none }}' })),
		);
		expect(error.message).toBe('Search is empty');
	});
});

describe('Get Capabilities', () => {
	const look = contact('getCapabilities', { phoneNumber: '={{ $json.phone }}' });

	it('says what a number can be reached by', async () => {
		node.emulator.store.addConversation({ participant: ADA, channel: 'sms' });
		const items = await node.engine.execute(
			look,
			itemsOf({ phone: ADA }, { phone: '+14155550118' }),
		);
		expect(jsonOf(items).map(({ capabilities }) => capabilities)).toEqual([
			{ imessage: false, sms: true },
			{ imessage: true, sms: true },
		]);
	});

	it('asks once for a number that comes many times', async () => {
		const items = itemsOf(...Array.from({ length: 80 }, () => ({ phone: ADA })));
		expect(await node.engine.execute(look, items)).toHaveLength(80);
		expect(asked(node.emulator, 'GET')).toHaveLength(1);
	});
});
