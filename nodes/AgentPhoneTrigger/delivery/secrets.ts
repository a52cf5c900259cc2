import { isGenuine, type Delivery } from '../../api/webhook/delivery';

/** Secrets that were replaced and are still known, so that what was signed before can be told from a forgery. */
const MOST_REPLACED = 20;
/** How far the clocks of AgentPhone and n8n may be apart, in milliseconds. */
const CLOCKS_APART = 2_000;

/**
 * The secrets that this process knows of one webhook. AgentPhone makes a new one whenever the webhook is saved, from
 * wherever, and what it names when asked may be masked or another's. So a secret counts once something was signed with
 * it: until then it is only tried.
 */
export class Secrets {
	/** The last one that a delivery was signed with. */
	private proven?: string;
	/** What AgentPhone named, with which nothing was signed yet. */
	private named?: string;
	/** Replaced ones, with the time when that was learned, in milliseconds since the epoch. */
	private readonly replaced = new Map<string, number>();

	/**
	 * Finds the secret that a delivery was signed with, and takes it for the present one.
	 *
	 * @param stored the one in n8n's static data or in the credential
	 * @returns `undefined` when it was signed with none of those that are valid, as far as is known
	 */
	accept(delivery: Delivery, stored: string | undefined): string | undefined {
		const valid = [stored, this.proven, this.named].filter(
			(secret) => secret !== undefined && !this.replaced.has(secret),
		);
		const fitting = valid.find((secret) => isGenuine(delivery, secret));
		if (fitting === undefined) return undefined;
		for (const before of [stored, this.proven])
			if (before && before !== fitting) this.replace(before);
		this.proven = fitting;
		if (this.named === fitting) this.named = undefined;
		return fitting;
	}

	/** AgentPhone named this secret. It is tried from now on; nothing else changes. */
	hear(secret: string) {
		this.named = secret;
		// Set back to a former one, it is valid again.
		this.replaced.delete(secret);
	}

	/** Whether something was signed with it, or n8n registered it itself. */
	isProven(secret: string, stored: string | undefined): boolean {
		return secret === stored || secret === this.proven;
	}

	/** Whether a delivery may have been on its way with the former secret while that was replaced. */
	wasOnItsWay(delivery: Delivery): boolean {
		const signedAt = Number(delivery.timestamp) * 1_000;
		return [...this.replaced].some(
			([secret, since]) => signedAt <= since + CLOCKS_APART && isGenuine(delivery, secret),
		);
	}

	private replace(secret: string) {
		if (this.replaced.has(secret)) return;
		this.replaced.set(secret, Date.now());
		if (this.replaced.size > MOST_REPLACED)
			this.replaced.delete(this.replaced.keys().next().value!);
	}
}
