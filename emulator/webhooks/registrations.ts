import { randomBytes } from 'node:crypto';

import type { Microseconds } from '../data/clock';
import type { Store } from '../data/store';

/** Where events are delivered. */
export interface Webhook {
	id: string;
	url: string;
	/** `whsec_…`: what deliveries are signed with. */
	secret: string;
	status: string;
	/** How many messages of history come with an event, 0 to 50. */
	contextLimit: number;
	/** Seconds that an answer may take, 5 to 120. */
	timeout: number;
	createdAt: Microseconds;
}

export interface WebhookSettings {
	url: string;
	contextLimit?: number | null;
	timeout?: number | null;
}

/** Whose webhook: an account's (`null` is the main one), or an agent's. */
export type WebhookOwner = { subAccountId: string | null } | { agentId: string };

/** The registrations: one master per account, and one per agent that takes that agent's events instead. */
export class Webhooks {
	private readonly rows = new Map<string, Webhook>();

	constructor(private readonly store: Store) {}

	/** The main account's. */
	get master(): Webhook | null {
		return this.of({ subAccountId: null });
	}

	ofAgent(agentId: string): Webhook | null {
		return this.of({ agentId });
	}

	of(owner: WebhookOwner): Webhook | null {
		return this.rows.get(ownerKey(owner)) ?? null;
	}

	/** Where an event of this account and agent goes. */
	for(subAccountId: string | null, agentId: string | null): Webhook | null {
		return (agentId && this.ofAgent(agentId)) || this.of({ subAccountId });
	}

	/** Creates or overwrites; the secret is new each time. */
	set(owner: WebhookOwner, { url, contextLimit, timeout }: WebhookSettings): Webhook {
		const webhook: Webhook = {
			id: this.of(owner)?.id ?? this.store.nextId('wh'),
			url,
			secret: `whsec_${randomBytes(24).toString('hex')}`,
			status: 'active',
			contextLimit: contextLimit ?? 10,
			timeout: timeout ?? 30,
			createdAt: this.store.clock.stamp(),
		};
		this.rows.set(ownerKey(owner), webhook);
		return webhook;
	}

	/** @returns whether there was one */
	remove(owner: WebhookOwner): boolean {
		return this.rows.delete(ownerKey(owner));
	}

	all(): Webhook[] {
		return [...this.rows.values()];
	}

	clear(): void {
		this.rows.clear();
	}
}

const ownerKey = (owner: WebhookOwner) =>
	'agentId' in owner ? `agent ${owner.agentId}` : `account ${owner.subAccountId ?? ''}`;
