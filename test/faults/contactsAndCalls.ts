import type { INodeParameters } from 'n8n-workflow';

import { byId } from '../harness/engine/actionNode';
import type { Box } from './box';
import type { Harm } from './harm';
import {
	judgeRowCount,
	judgeRows,
	judgeSends,
	runNode,
	type Outcome,
	type Scenario,
} from './trial';

const ADA = '+14155550117';

const contactOf = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'contact',
	operation,
	...parameters,
});
const callOf = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'call',
	operation,
	...parameters,
});

/** What the node said of its only item: nothing went wrong. */
const isDone = (outcome: Outcome) =>
	'rows' in outcome && outcome.rows.every((row) => !('error' in row));

/** Whether AgentPhone was said to have answered so, which it would not by itself. */
const wasAnswered = ({ emulator }: Box, status: number) =>
	emulator.requests.some((request) => request.status === status);

/** Two contacts are written, as given, and none of them twice. */
const writing =
	(operation: 'create' | 'upsert', isThere: boolean): Scenario =>
	(box, chance) => {
		const { contacts } = box.emulator.store;
		if (isThere) contacts.add({ phoneNumber: ADA, name: 'A.', notes: 'Likes tea' });
		const rows = [
			{ phone: '(415) 555-0117', name: 'Ada' },
			{ phone: '+14155550118', name: 'Bo' },
		];
		return {
			run: runNode(
				box,
				contactOf(operation, { phoneNumber: '={{ $json.phone }}', name: '={{ $json.name }}' }),
				rows,
				chance.next() < 0.5,
			),
			judge(outcome, harm) {
				const numbers = contacts.list().map(({ phoneNumber }) => phoneNumber);
				if (new Set(numbers).size < numbers.length) harm.add('sends doubled', numbers.join());
				for (const [at, { name }] of rows.entries()) {
					const isWritten = contacts.list().some((contact) => contact.name === name);
					const isSaid = 'rows' in outcome && !('error' in outcome.rows[at]!);
					if (isSaid && !isWritten) harm.add('sends told wrongly', `${name} was not written`);
					if (isSaid && outcome.rows[at]!.name !== name)
						harm.add('rows lost or doubled', `${name}: ${JSON.stringify(outcome.rows[at])}`);
				}
			},
		};
	};

const update: Scenario = (box) => {
	const { contacts } = box.emulator.store;
	const { id } = contacts.add({ phoneNumber: ADA, name: 'A.', notes: 'Likes tea' });
	const updateFields = { name: 'Ada', notes: '' };
	return {
		run: runNode(box, contactOf('update', { contactId: byId(id), updateFields }), [{}]),
		judge(outcome, harm) {
			const { name, notes } = contacts.get(id)!;
			const isWritten = name === 'Ada' && notes === null;
			if (isDone(outcome) && !isWritten) harm.add('merges lost', `${name}, ${notes}`);
		},
	};
};

const remove: Scenario = (box) => {
	const { contacts } = box.emulator.store;
	const { id } = contacts.add({ phoneNumber: ADA, name: 'Ada' });
	contacts.add({ phoneNumber: '+14155550118', name: 'Bo' });
	return {
		run: runNode(box, contactOf('delete', { contactId: byId(id) }), [{}]),
		judge(outcome, harm) {
			const isThere = contacts.get(id) !== undefined;
			if (isDone(outcome) && isThere && !wasAnswered(box, 404))
				harm.add('sends told wrongly', 'it was not deleted');
			if (!isThere) judgeRefusal(box, outcome, harm, 404);
			if (contacts.list().length < 1) harm.add('merges lost', 'the other was deleted as well');
		},
	};
};

/** What was done is not said to be refused because it is done, unless that is what AgentPhone was made to say. */
function judgeRefusal({ emulator }: Box, outcome: Outcome, harm: Harm, status: number) {
	const [first] = emulator.requests.filter(({ method }) => method !== 'GET');
	if ('error' in outcome && outcome.error.httpCode === String(status) && first?.status !== status)
		harm.add('sends told wrongly', `it was done, the node says ${outcome.error.message}`);
}

const getContacts: Scenario = (box, chance) => {
	box.emulator.dialect.pageSize = chance.oneOf(['asAsked', 9, 20]);
	const { contacts } = box.emulator.store;
	const rows = Array.from({ length: 20 + chance.below(130) }, (_, at) =>
		contacts.add({ phoneNumber: `+1212555${1_000 + at}`, name: `Person ${at}` }),
	);
	return {
		run: runNode(box, contactOf('getAll', { returnAll: true }), [{}]),
		judge: (outcome, harm) =>
			judgeRows(
				rows.map(({ id }) => id),
				outcome,
				harm,
			),
	};
};

/** An operation that reads one thing. */
const reading =
	(parametersOf: (box: Box) => INodeParameters): Scenario =>
	(box) => ({
		run: runNode(box, parametersOf(box), [{}]),
		judge(outcome, harm) {
			if ('rows' in outcome) judgeRowCount(outcome.rows, harm);
		},
	});

const place: Scenario = (box, chance) => {
	const { store } = box.emulator;
	const { id } = store.addAgent({ name: 'Support' });
	store.addNumber({ agentId: id });
	const numbers = Array.from({ length: 1 + chance.below(3) }, (_, at) => `+1415555${1_000 + at}`);
	return {
		run: runNode(
			box,
			callOf('create', { agentId: byId(id), toNumber: '={{ $json.to }}' }),
			numbers.map((to) => ({ to })),
			chance.next() < 0.5,
		),
		judge(outcome, harm) {
			const placed = store.calls.list().map(({ toNumber }) => toNumber);
			const timesOf = (number: string) => placed.filter((each) => each === number).length;
			judgeSends(numbers, timesOf, outcome, harm, /may have been placed/);
		},
	};
};

const end: Scenario = (box) => {
	const { store } = box.emulator;
	const { calls } = store;
	const { id } = calls.add({ phoneNumberId: store.defaultNumber().id });
	return {
		run: runNode(box, callOf('end', { callId: byId(id) }), [{}]),
		judge(outcome, harm) {
			const isOver = calls.get(id)!.status !== 'in-progress';
			if (isDone(outcome) && !isOver) harm.add('sends told wrongly', 'it goes on');
			if (isOver) judgeRefusal(box, outcome, harm, 409);
		},
	};
};

const getCalls: Scenario = (box, chance) => {
	box.emulator.dialect.pageSize = chance.oneOf(['asAsked', 9, 20]);
	const { calls } = box.emulator.store;
	const rows = Array.from({ length: 20 + chance.below(130) }, () => calls.add({ toNumber: ADA }));
	return {
		run: runNode(box, callOf('getAll', { returnAll: true }), [{}]),
		judge: (outcome, harm) => judgeRows(rows.map(({ id }) => id).reverse(), outcome, harm),
	};
};

export const contactsAndCalls: Record<string, Scenario> = {
	'contact: create': writing('create', false),
	'contact: upsert of nobody known': writing('upsert', false),
	'contact: upsert': writing('upsert', true),
	'contact: update': update,
	'contact: delete': remove,
	'contact: get': reading(({ emulator }) =>
		contactOf('get', {
			contactId: byId(emulator.store.contacts.add({ phoneNumber: ADA, name: 'Ada' }).id),
		}),
	),
	'contact: getAll': getContacts,
	'contact: getCapabilities': reading(() => contactOf('getCapabilities', { phoneNumber: ADA })),
	'call: create': place,
	'call: get': reading(({ emulator }) =>
		callOf('get', { callId: byId(emulator.store.calls.add({ toNumber: ADA }).id) }),
	),
	'call: getAll': getCalls,
	'call: end': end,
};
