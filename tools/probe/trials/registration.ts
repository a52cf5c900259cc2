import { randomBytes } from 'node:crypto';

import type { Api } from '../api';
import type { Owner } from '../owner';
import type { Answer, Wanted } from '../request';
import { objectOf } from '../sample';
import { withToken } from './listener';

interface Webhook {
	url: string;
	contextLimit?: unknown;
	timeout?: unknown;
}

/** How AgentPhone answered when a webhook was deleted, and when there was none to delete. */
export interface Deletions {
	deleted?: Answer;
	missing?: Answer;
}

/** Borrows the place of a webhook, and gives it back. */
export class Registration {
	/** By the token of the URL, what AgentPhone signs with. */
	readonly secrets = new Map<string, string>();
	private readonly urls = new Set<string>();

	private constructor(
		private readonly api: Api,
		private readonly path: string,
		private readonly former: Webhook | null,
	) {}

	/** @throws Error when nobody can say what is registered */
	static async of(api: Api, path: string): Promise<Registration> {
		return new Registration(api, path, await readWebhook(api.request, path));
	}

	/** Registers a URL that is new each time, in place of what is there. */
	async register(url: string): Promise<void> {
		const token = randomBytes(16).toString('hex');
		const whole = withToken(url, token);
		this.urls.add(whole);
		const body = { url: whole, contextLimit: 10, timeout: 30 };
		const answer = await this.api.request({ method: 'POST', path: this.path, body });
		const { secret } = objectOf(answer) ?? {};
		if (typeof secret !== 'string')
			throw new Error(`a webhook’s registration was answered with ${answer.status}`);
		this.secrets.set(token, secret);
	}

	/**
	 * What others have registered meanwhile stays.
	 *
	 * @throws Error when the former registration is not back
	 */
	async giveBack(owner: Owner): Promise<Deletions> {
		const { api, path, former } = this;
		try {
			const current = await readWebhook(api.restore, path);
			if (!current || !this.urls.has(current.url)) return {};
			if (!former) {
				const deleted = await api.restore({ method: 'DELETE', path });
				if (await readWebhook(api.restore, path)) throw new Error('it is still there');
				return { deleted, missing: await api.restore({ method: 'DELETE', path }) };
			}
			const { url, contextLimit, timeout } = former;
			await api.restore({ method: 'POST', path, body: { url, contextLimit, timeout } });
			const restored = await readWebhook(api.restore, path);
			if (restored?.url !== url) throw new Error('it is not back');
			return {};
		} catch {
			owner.tell(
				former
					? `The webhook could not be given back. Register it again: ${former.url}`
					: 'The probe’s own webhook could not be deleted: please delete it',
			);
			throw new Error('the former webhook could not be given back');
		}
	}
}

/** @throws Error when the answer says neither what is registered nor that nothing is */
async function readWebhook(
	ask: (wanted: Wanted) => Promise<Answer>,
	path: string,
): Promise<Webhook | null> {
	const answer = await ask({ method: 'GET', path });
	if (answer.status === 200 && answer.body === null) return null;
	const webhook = objectOf(answer);
	if (typeof webhook?.url !== 'string')
		throw new Error(`the registered webhook was answered with ${answer.status}`);
	return { url: webhook.url, contextLimit: webhook.contextLimit, timeout: webhook.timeout };
}
