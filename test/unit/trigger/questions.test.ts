import { Questions } from '../../../nodes/AgentPhoneTrigger/delivery/questions';

const NOW = 1_800_000_000_000;
const SECOND = 1_000;
let now: number;
beforeEach(() => {
	now = NOW;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

/** A question that counts how often it was asked, and is answered at once. */
function counted() {
	const asked = { times: 0, question: async () => await Promise.resolve(++asked.times) };
	return asked;
}

/** A question that is answered when the test says so. */
function open() {
	let answer!: (value: string) => void;
	const answered = new Promise<string>((resolve) => (answer = resolve));
	return { answer, question: jest.fn(async () => await answered) };
}

it('an answer says when it was asked for', async () => {
	const questions = new Questions<string>();
	const { answer, question } = open();
	const asked = questions.ask(NOW, question);
	now += 3 * SECOND;
	answer('it');
	expect(await asked).toEqual({ askedAt: NOW, value: 'it' });
});

it('a question that fails says why', async () => {
	const questions = new Questions<string>();
	const answer = await questions.ask(NOW, async () => await Promise.reject(new Error('gone')));
	expect(answer).toEqual({ askedAt: NOW, failure: 'gone' });
});

it('all that wait share one question, and who comes later asks anew', async () => {
	const questions = new Questions<string>();
	const { answer, question } = open();
	const asked = [questions.ask(NOW, question), questions.ask(NOW, question)];
	expect(question).toHaveBeenCalledTimes(1);
	answer('it');
	expect(await Promise.all(asked)).toEqual([
		{ askedAt: NOW, value: 'it' },
		{ askedAt: NOW, value: 'it' },
	]);
	await questions.ask(NOW, question);
	expect(question).toHaveBeenCalledTimes(2);
});

describe('a flood', () => {
	/** Asks ten times at this moment, and counts how often AgentPhone is asked. */
	async function askAll(questions: Questions<number>, asked: ReturnType<typeof counted>) {
		const before = asked.times;
		for (let times = 0; times < 10; times++) await questions.ask(now, asked.question);
		return asked.times - before;
	}

	it('asks six times at once, and then once in five seconds', async () => {
		const [questions, asked] = [new Questions<number>(), counted()];
		expect(await askAll(questions, asked)).toBe(6);
		now += 4_999;
		expect(await askAll(questions, asked)).toBe(0);
		now += 1;
		expect(await askAll(questions, asked)).toBe(1);
		now += 12 * SECOND;
		expect(await askAll(questions, asked)).toBe(2);
		now += 2_999;
		expect(await askAll(questions, asked)).toBe(0);
		now += 1;
		expect(await askAll(questions, asked)).toBe(1);
	});

	it('asks six times again after a long pause, and no more', async () => {
		const [questions, asked] = [new Questions<number>(), counted()];
		await askAll(questions, asked);
		now += 3_600 * SECOND;
		expect(await askAll(questions, asked)).toBe(6);
	});
});

describe('a delivery', () => {
	it('that has been waiting for eight seconds is not kept longer', async () => {
		const asked = counted();
		const questions = new Questions<number>();
		expect(await questions.ask(NOW - 8 * SECOND, asked.question)).toBeUndefined();
		expect(await questions.ask(NOW - 7 * SECOND, asked.question)).toBeDefined();
	});

	it('waits no longer than until then, and the question goes on', async () => {
		const questions = new Questions<string>();
		const { answer, question } = open();
		expect(await questions.ask(NOW - 7_990, question)).toBeUndefined();
		const asked = questions.ask(NOW, question);
		answer('it');
		expect(await asked).toMatchObject({ value: 'it' });
		expect(question).toHaveBeenCalledTimes(1);
	});

	it('does not wait as the hundred and first, until some have their answer', async () => {
		const questions = new Questions<string>();
		const { answer, question } = open();
		const asked = Array.from({ length: 100 }, async () => await questions.ask(NOW, question));
		expect(await questions.ask(NOW, question)).toBeUndefined();
		answer('it');
		expect(new Set((await Promise.all(asked)).map((each) => each && 'value' in each))).toEqual(
			new Set([true]),
		);
		expect(await questions.ask(NOW, question)).toMatchObject({ value: 'it' });
	});
});
