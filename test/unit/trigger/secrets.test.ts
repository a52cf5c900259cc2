import { Secrets } from '../../../nodes/AgentPhoneTrigger/delivery/secrets';
import { signDelivery } from '../../harness/signedDelivery';

const NOW = 1_800_000_000_000;
let now: number;
beforeEach(() => {
	now = NOW;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

const signed = (secret: string, at = now) => signDelivery(secret, at);

it('what was signed with the stored secret is accepted, and nothing else', () => {
	const secrets = new Secrets();
	expect(secrets.accept(signed('stored'), 'stored')).toBe('stored');
	expect(secrets.accept(signed('another'), 'stored')).toBeUndefined();
	expect(secrets.accept(signed('another'), undefined)).toBe(undefined);
});

it('a secret that a delivery was signed with is known without being stored', () => {
	const secrets = new Secrets();
	secrets.accept(signed('first'), 'first');
	expect(secrets.accept(signed('first'), undefined)).toBe('first');
	expect(secrets.isProven('first', undefined)).toBe(true);
});

describe('a secret that AgentPhone named', () => {
	it('is only tried, while the stored one goes on being accepted', () => {
		const secrets = new Secrets();
		secrets.hear('named');
		expect(secrets.isProven('named', 'stored')).toBe(false);
		expect(secrets.accept(signed('stored'), 'stored')).toBe('stored');
		expect(secrets.accept(signed('named'), 'stored')).toBe('named');
	});

	it('replaces the stored one once a delivery was signed with it', () => {
		const secrets = new Secrets();
		secrets.hear('named');
		secrets.accept(signed('named'), 'stored');
		expect(secrets.isProven('named', 'stored')).toBe(true);
		expect(secrets.accept(signed('stored'), 'stored')).toBeUndefined();
	});

	it('replaces the one that was accepted before it, wherever that was stored', () => {
		const secrets = new Secrets();
		secrets.accept(signed('first'), 'first');
		secrets.hear('named');
		secrets.accept(signed('named'), undefined);
		expect(secrets.accept(signed('first'), undefined)).toBeUndefined();
		expect(secrets.isProven('first', undefined)).toBe(false);
	});

	it('is valid again though it was replaced: the webhook was set back', () => {
		const secrets = new Secrets();
		secrets.hear('second');
		secrets.accept(signed('second'), 'first');
		secrets.hear('first');
		expect(secrets.accept(signed('first'), 'second')).toBe('first');
		expect(secrets.accept(signed('second'), 'second')).toBeUndefined();
	});
});

it('the stored secret is proven, and one that nobody knows is not', () => {
	const secrets = new Secrets();
	expect(secrets.isProven('stored', 'stored')).toBe(true);
	expect(secrets.isProven('stored', 'another')).toBe(false);
	expect(secrets.isProven('stored', undefined)).toBe(false);
});

describe('a delivery that was signed with the former secret', () => {
	/** The secret was replaced at {@link NOW}. */
	const replaced = () => {
		const secrets = new Secrets();
		secrets.hear('present');
		secrets.accept(signed('present'), 'former');
		return secrets;
	};

	it.each([
		['long before', NOW - 600_000, true],
		['at the same time', NOW, true],
		['as long after as clocks may differ', NOW + 2_000, true],
		['later than that', NOW + 3_000, false],
	])('was on its way when it was signed %s: %p', (_when, signedAt, wasOnItsWay) => {
		expect(replaced().wasOnItsWay(signed('former', signedAt))).toBe(wasOnItsWay);
	});

	it('was on its way however often the present one was used since, and not for that much longer', () => {
		const secrets = replaced();
		now += 60_000;
		secrets.accept(signed('present'), 'former');
		expect(secrets.wasOnItsWay(signed('former', NOW))).toBe(true);
		expect(secrets.wasOnItsWay(signed('former', now))).toBe(false);
	});

	it('is not mistaken for one that was signed with a secret that is unknown or in use', () => {
		expect(replaced().wasOnItsWay(signed('another'))).toBe(false);
		expect(replaced().wasOnItsWay(signed('present'))).toBe(false);
		expect(new Secrets().wasOnItsWay(signed('former'))).toBe(false);
	});

	it('is known by each of the twenty secrets that were replaced last', () => {
		const secrets = new Secrets();
		const all = Array.from({ length: 22 }, (_, nth) => `secret ${nth}`);
		for (const secret of all) {
			secrets.hear(secret);
			secrets.accept(signed(secret), undefined);
		}
		expect(all.filter((secret) => secrets.wasOnItsWay(signed(secret)))).toEqual(all.slice(1, 21));
	});
});

it('a secret that was replaced is not accepted again, however many came after it', () => {
	const secrets = new Secrets();
	secrets.hear('old');
	secrets.accept(signed('old'), undefined);
	const later = Array.from({ length: 30 }, (_, nth) => `secret ${nth}`);
	for (const secret of later) secrets.accept(signed(secret), secret);
	expect(secrets.accept(signed('old'), later.at(-1))).toBeUndefined();
});
