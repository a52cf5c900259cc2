import type { Present } from '../../../nodes/AgentPhoneTrigger/delivery/present';
import { Questions } from '../../../nodes/AgentPhoneTrigger/delivery/questions';
import { Secrets } from '../../../nodes/AgentPhoneTrigger/delivery/secrets';
import { verify } from '../../../nodes/AgentPhoneTrigger/delivery/verify';
import type { Delivery } from '../../../nodes/api/webhook/delivery';
import { signDelivery } from '../../harness/signedDelivery';

const NOW = 1_800_000_000_000;
const TOLERANCE = 300;
const URL = 'https://n8n.example.com/webhook/1';
let now: number;
beforeEach(() => {
	now = NOW;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

const signed = (secret: string, at = now) => signDelivery(secret, at);
const named = (secret?: string): Present => ({ leadsHere: true, secret });
const elsewhere = (secret?: string): Present => ({ leadsHere: false, secret });

/** A webhook whose secret is stored, and an AgentPhone that gives these answers, one after the other. */
function webhook(...answers: Present[]) {
	const memory = { secrets: new Secrets(), questions: new Questions<Present>() };
	const ask = jest.fn(async () => {
		const answer = answers.shift();
		if (!answer) throw new Error('nobody is there');
		return await Promise.resolve(answer);
	});
	const judge = async (delivery: Delivery, url: string | undefined = URL, secret = 'stored') =>
		await verify(delivery, TOLERANCE, { secret, url }, memory, ask);
	return { ...memory, ask, judge };
}

const forged = (reason: string) => ({ status: 401, kind: 'forged', reason });
const unjudged = (reason: string) => ({ status: 503, kind: 'unjudged', reason });

describe('without asking AgentPhone', () => {
	it('what was signed with the stored secret is genuine', async () => {
		const { judge, ask } = webhook();
		expect(await judge(signed('stored'))).toEqual({ secret: 'stored' });
		expect(ask).not.toHaveBeenCalled();
	});

	it('what has not the form of a delivery is refused for good', async () => {
		const { judge, ask } = webhook();
		expect(await judge({ ...signed('stored'), signature: '' })).toEqual({
			status: 401,
			kind: 'malformed',
			reason: 'it has no signature',
		});
		expect(ask).not.toHaveBeenCalled();
	});

	it('what is older than the tolerance is refused for good', async () => {
		const { judge, ask } = webhook();
		const limit = now - TOLERANCE * 1_000;
		expect(await judge(signed('stored', limit))).toEqual({ secret: 'stored' });
		expect(await judge(signed('stored', limit - 1_000))).toMatchObject({
			status: 401,
			kind: 'stale',
		});
		expect(ask).not.toHaveBeenCalled();
	});

	it('what is signed otherwise is forged, where only this node knows the secret', async () => {
		const { secrets, questions, ask } = webhook();
		const keys = { secret: 'stored', url: undefined };
		expect(await verify(signed('another'), TOLERANCE, keys, { secrets, questions }, ask)).toEqual(
			forged('its signature does not fit'),
		);
		expect(ask).not.toHaveBeenCalled();
	});
});

describe('a signature that does not fit', () => {
	it('is genuine if AgentPhone names the secret that it was made with', async () => {
		const { judge, ask } = webhook(named('new'));
		expect(await judge(signed('new'))).toEqual({ secret: 'new' });
		expect(ask).toHaveBeenCalledTimes(1);
		expect(await judge(signed('new'))).toEqual({ secret: 'new' });
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it('is forged if AgentPhone names the secret that is known', async () => {
		const { judge, ask } = webhook(named('stored'));
		expect(await judge(signed('another'))).toEqual(forged('its signature does not fit'));
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it('is forged if AgentPhone names the secret that the last delivery was signed with', async () => {
		const { judge } = webhook(named('new'), named('new'));
		await judge(signed('new'));
		expect(await judge(signed('another'))).toEqual(forged('its signature does not fit'));
	});

	it('is forged if AgentPhone delivers to another URL, whatever its secret is', async () => {
		const { judge, secrets } = webhook(elsewhere('another'), elsewhere());
		const verdict = forged('its signature does not fit, and AgentPhone delivers to another URL');
		expect(await judge(signed('another'))).toEqual(verdict);
		expect(await judge(signed('another'))).toEqual(verdict);
		expect(secrets.accept(signed('another'), 'stored')).toBeUndefined();
	});

	it('is not judged if AgentPhone does not show the secret', async () => {
		expect(await webhook(named(undefined)).judge(signed('another'))).toEqual(
			unjudged('its signature does not fit, and AgentPhone does not show the secret'),
		);
	});

	it('is not judged if AgentPhone shows a secret with which nothing was signed yet', async () => {
		expect(await webhook(named('masked')).judge(signed('another'))).toEqual(
			unjudged('its signature fits neither the known secret nor the one that AgentPhone shows'),
		);
	});

	it('is genuine if it was made with a secret that AgentPhone named before, though it is not shown any more', async () => {
		const { judge, ask } = webhook(named('new'), named(undefined));
		await judge(signed('another'));
		await judge(signed('another'));
		expect(await judge(signed('new'))).toEqual({ secret: 'new' });
		expect(ask).toHaveBeenCalledTimes(2);
	});

	it('is not judged if AgentPhone does not answer', async () => {
		expect(await webhook().judge(signed('another'))).toEqual(
			unjudged(
				'its signature does not fit, and AgentPhone could not be asked for a new secret: nobody is there',
			),
		);
	});

	it('is not judged if AgentPhone was asked too often', async () => {
		const { judge, ask } = webhook(...Array.from({ length: 9 }, () => named('stored')));
		for (let times = 0; times < 6; times++)
			expect(await judge(signed('another'))).toMatchObject({ status: 401 });
		expect(await judge(signed('another'))).toEqual(
			unjudged(
				'its signature does not fit, and AgentPhone could not be asked for a new secret yet',
			),
		);
		expect(ask).toHaveBeenCalledTimes(6);
	});
});

describe('a delivery that arrives while AgentPhone is being asked', () => {
	/** The answer comes to a question that was asked before the delivery arrived. */
	async function judgeLate(first: Present, secret: string, ...later: Present[]) {
		const { judge, questions, ask } = webhook(...later);
		let answer!: (present: Present) => void;
		const answered = new Promise<Present>((resolve) => (answer = resolve));
		const asked = questions.ask(now, async () => await answered);
		now += 1;
		const verdict = judge(signed(secret));
		answer(first);
		await asked;
		return { verdict: await verdict, askedAgain: ask.mock.calls.length };
	}

	it('is genuine if the answer fits', async () => {
		expect(await judgeLate(named('new'), 'new')).toEqual({
			verdict: { secret: 'new' },
			askedAgain: 0,
		});
	});

	it.each([
		['names the secret that was replaced since', named('stored')],
		['names another URL', elsewhere()],
		['shows no secret', named(undefined)],
	])('is judged by the next answer if this one %s', async (_what, first) => {
		expect(await judgeLate(first, 'new', named('new'))).toEqual({
			verdict: { secret: 'new' },
			askedAgain: 1,
		});
	});

	it('is forged if the next answer does not fit either', async () => {
		expect(await judgeLate(named('stored'), 'another', named('stored'))).toEqual({
			verdict: forged('its signature does not fit'),
			askedAgain: 1,
		});
	});
});

it('what was signed with the former secret while that was replaced comes back signed anew', async () => {
	const { judge, ask } = webhook(named('new'), named('new'));
	await judge(signed('new'));
	const verdict = unjudged('it was signed with the former secret while that was being replaced');
	expect(await judge(signed('stored'))).toEqual(verdict);
	expect(ask).toHaveBeenCalledTimes(1);
	// Whoever has learned a former secret is no genuine sender later on.
	now += 60_000;
	expect(await judge(signed('stored'))).toEqual(forged('its signature does not fit'));
});
