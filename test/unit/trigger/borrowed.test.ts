import fc from 'fast-check';

import {
	isSameOrigin,
	isSameUrl,
	readOwner,
	readOwnership,
	writeBorrowedUrl,
} from '../../../nodes/AgentPhoneTrigger/registration/borrowed';

const TEST_URL = 'https://n8n.example.com/webhook-test/1/webhook';

it('a borrowed URL tells whose the webhook is', () => {
	fc.assert(
		fc.property(
			fc.webUrl({ withQueryParameters: true, withFragments: true }),
			fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
			fc.option(fc.integer({ min: 5, max: 120 }), { nil: undefined }),
			(url, contextLimit, timeout) => {
				const owner = { url, contextLimit, timeout } as never;
				const borrowed = { url: writeBorrowedUrl(TEST_URL, owner), contextLimit: 10, timeout: 30 };
				const ownership = readOwnership(borrowed);
				expect(ownership).toMatchObject({ receiver: TEST_URL, borrowed: true });
				expect(ownership.owner).toEqual(JSON.parse(JSON.stringify(owner)));
			},
		),
	);
});

it('a borrowed URL may be nobody’s', () => {
	const url = writeBorrowedUrl(TEST_URL, undefined);
	expect(readOwnership({ url, contextLimit: 10, timeout: 30 })).toEqual({
		receiver: TEST_URL,
		borrowed: true,
		owner: undefined,
	});
});

it('a borrowed URL names in its query who owns it, and what that one set', () => {
	const url = writeBorrowedUrl(TEST_URL, { url: 'https://a.example.com/b', timeout: 30 } as never);
	expect(url).toBe(
		`${TEST_URL}?agentPhoneTest=1&insteadOf=https%3A%2F%2Fa.example.com%2Fb&timeout=30`,
	);
});

it('any other URL is its owner’s', () => {
	for (const url of ['https://other.example.com/hook?insteadOf=x', 'not a URL'])
		expect(readOwnership({ url, contextLimit: 1, timeout: 5 })).toEqual({
			receiver: url,
			borrowed: false,
			owner: { url, contextLimit: 1, timeout: 5 },
		});
});

it.each([
	['https://n8n.example.com/a', 'https://N8N.example.com:443/b?c', true],
	['https://n8n.example.com/a', 'http://n8n.example.com/a', false],
	['https://n8n.example.com/a', 'https://n8n.example.com:8443/a', false],
	['https://n8n.example.com/a', 'https://example.com/a', false],
	['https://n8n.example.com/a', undefined, false],
	[undefined, 'https://n8n.example.com/a', false],
	[undefined, undefined, false],
	['no URL', 'no URL', false],
	['https://n8n.example.com/a', 'no URL', false],
	['', '', false],
])('%s and %s are of one n8n: %p', (one, other, are) => {
	expect(isSameOrigin(one, other)).toBe(are);
});

it('two spellings of one URL are one', () => {
	expect(isSameUrl('https://N8N.example.com:443/a', 'https://n8n.example.com/a')).toBe(true);
	expect(isSameUrl('https://n8n.example.com/a', 'https://n8n.example.com/b')).toBe(false);
	expect(isSameUrl(undefined, undefined)).toBe(false);
	expect(isSameUrl('https://n8n.example.com/a', undefined)).toBe(false);
	expect(isSameUrl(undefined, 'https://n8n.example.com/a')).toBe(false);
	expect(isSameUrl('', '')).toBe(false);
	expect(isSameUrl('https://n8n.example.com/a', '')).toBe(false);
	expect(isSameUrl('one', 'other')).toBe(false);
	expect(isSameUrl('same', 'same')).toBe(true);
});

it('an owner is read from whatever was stored', () => {
	for (const stored of [undefined, null, 'text', {}, { url: 7 }])
		expect(readOwner(stored)).toBeUndefined();
	expect(readOwner({ url: 'u', contextLimit: 1, timeout: 5 })).toEqual({
		url: 'u',
		contextLimit: 1,
		timeout: 5,
	});
});
