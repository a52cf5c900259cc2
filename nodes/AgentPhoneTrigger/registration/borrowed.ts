import type { IDataObject } from 'n8n-workflow';

import type { Webhook } from '../../api/model/types';

/** What has to be known of a registration to make it again. */
export type Owner = Pick<Webhook, 'url' | 'contextLimit' | 'timeout'>;

const BORROWED = 'agentPhoneTest';
const INSTEAD_OF = 'insteadOf';
const SETTINGS = ['contextLimit', 'timeout'] as const;

/**
 * The URL under which a test run borrows the webhook: the test URL, saying in its query whose the webhook was. So
 * whoever finds it, after n8n was cut off in the middle of the test, can give it back. n8n does not look at the query.
 */
export function writeBorrowedUrl(testUrl: string, owner: Owner | undefined): string {
	const url = new URL(testUrl);
	url.searchParams.set(BORROWED, '1');
	if (owner) {
		url.searchParams.set(INSTEAD_OF, owner.url);
		for (const setting of SETTINGS)
			if (typeof owner[setting] === 'number') url.searchParams.set(setting, String(owner[setting]));
	}
	return url.href;
}

/** A registration as it really is: who receives its deliveries, and whose it is in the end. */
export interface Ownership {
	/** Where deliveries go, without what a test run wrote into it. */
	receiver: string;
	/** Whether a test run has borrowed it. */
	borrowed: boolean;
	/** Whose it is when no test is running; `undefined` when it was nobody's. */
	owner: Owner | undefined;
}

export function readOwnership(registration: Owner): Ownership {
	const { url, contextLimit, timeout } = registration;
	const address = parse(url);
	if (!address?.searchParams.has(BORROWED))
		return { receiver: url, borrowed: false, owner: { url, contextLimit, timeout } };
	const owner = readInsteadOf(address.searchParams);
	address.search = '';
	return { receiver: address.href, borrowed: true, owner };
}

function readInsteadOf(query: URLSearchParams): Owner | undefined {
	const url = query.get(INSTEAD_OF);
	const settings = SETTINGS.filter((setting) => query.has(setting));
	return url
		? ({
				url,
				...Object.fromEntries(settings.map((setting) => [setting, Number(query.get(setting))])),
			} as Owner)
		: undefined;
}

/** Reads an owner back from n8n's static data. */
export function readOwner(stored: unknown): Owner | undefined {
	const { url, contextLimit, timeout } = (stored ?? {}) as IDataObject;
	return typeof url === 'string' ? ({ url, contextLimit, timeout } as Owner) : undefined;
}

/** Whether two URLs are of one n8n: same scheme, host and port. */
export function isSameOrigin(one: string | undefined, other: string | undefined): boolean {
	const origin = parse(one)?.origin;
	return origin !== undefined && origin === parse(other)?.origin;
}

function parse(url: string | undefined): URL | undefined {
	try {
		return new URL(url ?? '');
	} catch {
		return undefined;
	}
}

/** Whether two URLs are one: AgentPhone may write a URL in another spelling than it was given. */
export function isSameUrl(one: string | undefined, other: string | undefined): boolean {
	if (!one) return false;
	return (parse(one)?.href ?? one) === (parse(other)?.href ?? other);
}
