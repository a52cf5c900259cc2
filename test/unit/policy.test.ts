import { PATIENT, POLICY, policyOf } from '../../nodes/api/http/policy';

it('is patient where nobody says otherwise', () => {
	expect(policyOf({})).toEqual(PATIENT);
	expect(PATIENT).toMatchObject({
		attempts: 6,
		rateLimitedAttempts: 10,
		media: { attempts: 3, firstWait: 500, download: 300_000, redirects: 5 },
		resuming: { untilStored: 5_000, between: 250, answer: 15_000, comingBack: 600_000 },
	});
});

it('is that of the context, and before that what the caller asks for', () => {
	const context = { [POLICY]: { firstWait: 1, answer: 2 } };
	expect(policyOf(context)).toEqual({ ...PATIENT, firstWait: 1, answer: 2 });
	expect(policyOf(context, { answer: 3 })).toEqual({ ...PATIENT, firstWait: 1, answer: 3 });
});

it('is as patient with a rate limit as with failures, where only that is said', () => {
	expect(policyOf({}, { attempts: 2 })).toMatchObject({ attempts: 2, rateLimitedAttempts: 2 });
	expect(policyOf({}, { attempts: 2, rateLimitedAttempts: 4 })).toMatchObject({
		attempts: 2,
		rateLimitedAttempts: 4,
	});
	expect(policyOf({}, { answer: 2 })).toMatchObject({ attempts: 6, rateLimitedAttempts: 10 });
});
