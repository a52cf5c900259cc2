import { NodeApiError, NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { statusOf, unlessGone } from '../../api/http/errors';
import type { Policy } from '../../api/http/policy';
import {
	isSameOrigin,
	isSameUrl,
	readOwner,
	readOwnership,
	writeBorrowedUrl,
	type Owner,
} from './borrowed';
import { WebhookEndpoint, type Registered } from './endpoint';
import { checkSettings } from './checkSettings';
import {
	explain,
	ownSecret,
	urlRefusedError,
	tooImpatientError,
	webhookTakenError,
} from './errors';
import { lookAt } from './reachable';
import { deliverSample } from './sampleDelivery';
import type { StaticData } from './staticData';
import type { SampleName } from '../samples';
import { readSettings, registeredTimeout, type Settings } from '../settings';

/** When n8n starts, AgentPhone is asked once, and not for long: what was registered is trusted otherwise. */
const ONE_LOOK: Partial<Policy> = { attempts: 1, answer: 10_000 };

/**
 * The life of one registration. n8n calls `find` before `create`, when a workflow is activated or n8n starts, and
 * around each test run, and `remove` at the end of both (where the activation mode is `update` for both, so that only
 * the URL and the static data tell which).
 */
export class Registration {
	private readonly settings: Settings;
	private readonly data: StaticData;
	/** Where n8n receives the deliveries of this run. */
	private readonly url: string;

	constructor(private readonly context: IHookFunctions) {
		this.settings = readSettings(context);
		this.data = context.getWorkflowStaticData('node') as StaticData;
		this.url = String(context.getNodeWebhookUrl('default'));
	}

	/** Whether everything is as it should be; then nothing is written, so that no secret changes. */
	async find(): Promise<boolean> {
		checkSettings(this.context);
		if (this.isSampleTest) return false;
		if (this.settings.registration === 'manual') {
			await ownSecret(this.context);
			await this.requirePatience();
			this.forget();
			return true;
		}
		// A test run always borrows: what it finds is somebody else's, or left over from a test that was cut off.
		if (this.isTest || this.hasMoved) return false;
		const endpoint = await this.endpoint();
		let found: Registered | undefined;
		try {
			found = await endpoint.read();
		} catch (error) {
			return this.trustMemory(error);
		}
		if (!found || !isSameUrl(found.url, this.url) || !this.isAsSet(found)) return false;
		this.remember();
		return true;
	}

	/** Registers, or refuses to take away what is another's. */
	async create(): Promise<boolean> {
		if (this.isSampleTest) {
			await deliverSample(this.context, this.settings.testWith as SampleName, this.data, this.url);
			return true;
		}
		const endpoint = await this.endpoint();
		if (this.hasMoved) await this.remove();
		const found = await endpoint.read();
		const owner = found && readOwnership(found).owner;
		const other = owner && !isSameUrl(owner.url, this.url) ? owner : undefined;
		if (this.isTest) return await this.write(endpoint, writeBorrowedUrl(this.url, other));
		if (other && this.settings.onConflict === 'fail') throw this.taken(other);
		if (other && !this.isEarlierAddress(other.url))
			this.data.replaced = { ...other, isOwn: isSameOrigin(other.url, this.url) };
		return await this.write(endpoint, this.url);
	}

	/** Gives back what was borrowed or replaced, or removes what is ours; leaves everything else alone. */
	async remove(): Promise<boolean> {
		const byHand = this.settings.registration === 'manual' && !this.data.url;
		if (byHand || this.data.sample || this.registeredAgent === '') return true;
		// With nothing known to be ours, this follows an activation that failed, for which n8n's start waits as well.
		const policy = this.isStart || !this.data.url ? ONE_LOOK : undefined;
		const endpoint = await WebhookEndpoint.of(this.context, this.registeredAgent, policy);
		// The agent may have been deleted in the meantime, and its webhook with it.
		const found = await endpoint.read().catch(unlessGone);
		const { receiver, borrowed, owner } = found ? readOwnership(found) : NOBODYS;
		const replaced = borrowed ? owner : readOwner(this.data.replaced);
		if (isSameUrl(receiver, this.url)) {
			await this.handOver(endpoint, replaced, borrowed);
		} else if (borrowed && owner && isSameUrl(owner.url, this.url)) {
			// A test is running. It must not give the webhook back to a workflow that is no longer active.
			const heir = readOwner(this.data.replaced);
			await endpoint.write({ ...found!, url: writeBorrowedUrl(receiver, heir) });
		}
		this.forget();
		return true;
	}

	/**
	 * A webhook that was registered by hand has a timeout of its own: where it is shorter than a delivery is held, nothing
	 * would ever start. Where AgentPhone cannot be asked, it is taken to be long enough.
	 */
	private async requirePatience() {
		const { waitForPause } = this.settings;
		if (waitForPause === 0) return;
		const agent = readAgent(this.context, this.settings);
		const endpoint = await WebhookEndpoint.of(this.context, agent, ONE_LOOK);
		const found = await endpoint.read().catch(() => undefined);
		const needed = Math.ceil(waitForPause) + LEAST_AFTER_PAUSE;
		if (found?.timeout !== undefined && found.timeout < needed)
			throw tooImpatientError(this.context, found.timeout, needed);
	}

	private taken({ url }: Owner) {
		const isOwnEarlier = isSameUrl(url, this.data.url);
		return webhookTakenError(this.context, this.settings, url, isOwnEarlier);
	}

	private get isTest(): boolean {
		return this.context.getActivationMode() === 'manual';
	}

	private get isSampleTest(): boolean {
		return this.isTest && this.settings.testWith !== 'realEvent';
	}

	/** Whose webhook was registered last, should the parameters have been changed since. */
	private get registeredAgent(): string | undefined {
		return this.data.url ? this.data.agentId || undefined : this.settings.agentId;
	}

	private get hasMoved(): boolean {
		return this.registeredAgent !== this.settings.agentId;
	}

	/** Whether n8n starts: it waits for all triggers before the editor is there. */
	private get isStart(): boolean {
		return ['init', 'leadershipChange'].includes(this.context.getActivationMode());
	}

	private async endpoint() {
		const policy = this.isStart ? ONE_LOOK : undefined;
		return await WebhookEndpoint.of(this.context, readAgent(this.context, this.settings), policy);
	}

	private async write(endpoint: WebhookEndpoint, url: string): Promise<boolean> {
		const { contextLimit } = this.settings;
		const timeout = registeredTimeout(this.settings);
		try {
			const { secret } = await endpoint.write({ url, contextLimit, timeout });
			this.remember();
			if (secret) this.data.secret = secret;
			return true;
		} catch (error) {
			throw statusOf(error) === 400
				? urlRefusedError(this.context, this.url, error as Error)
				: explain(error);
		}
	}

	/**
	 * Gives the webhook back if deliveries certainly arrive where it was, and removes it otherwise: nobody's texts may go
	 * to a stranger who has an old address by now, or to a workflow that is off.
	 */
	private async handOver(endpoint: WebhookEndpoint, heir: Owner | undefined, isLent: boolean) {
		const reason = heir && (await this.whyNotTo(heir, isLent));
		if (heir && !reason) return await this.giveBack(endpoint, heir);
		await endpoint.remove();
		if (heir)
			this.context.logger.warn(
				`AgentPhone Trigger: the webhook was removed, not given back to ${heir.url}, because ${reason}.`,
			);
	}

	private async whyNotTo({ url }: Owner, isLent: boolean): Promise<string | undefined> {
		const wasOwn = !isLent && this.data.replaced?.isOwn === true;
		if (wasOwn && !isSameOrigin(url, this.url))
			return 'that is an earlier address of this n8n, which may be somebody else’s by now';
		const reach = await lookAt(this.context, url);
		if (reach === 'dead') return 'nothing receives deliveries there any more';
		// Who lent it for a test run had it until a moment ago.
		const isUncertain = reach === 'unknown' && !isLent;
		return isUncertain ? 'this n8n cannot tell whether deliveries arrive there' : undefined;
	}

	/** Whether a URL is of the n8n that this workflow was registered with before, at an address that it has no more. */
	private isEarlierAddress(url: string): boolean {
		const isOfBefore = isSameUrl(url, this.data.url) || isSameOrigin(url, this.data.url);
		return isOfBefore && !isSameOrigin(url, this.url);
	}

	private async giveBack(endpoint: WebhookEndpoint, owner: Owner) {
		await endpoint.write(owner).catch(async (error) => {
			// Not even AgentPhone takes that URL any more. Ours must not stay behind all the same.
			if (statusOf(error) === 400) await endpoint.remove();
			else await Promise.reject(error);
		});
	}

	/** Whether a registration is in force, with our settings. AgentPhone's words for `status` are not documented. */
	private isAsSet({ contextLimit, timeout, status, secret }: Registered): boolean {
		const patience = registeredTimeout(this.settings);
		return (
			!/disabled|inactive|paused|suspended/i.test(status ?? '') &&
			Boolean(secret || this.data.secret) &&
			(contextLimit ?? this.settings.contextLimit) === this.settings.contextLimit &&
			(timeout ?? patience) === patience
		);
	}

	/**
	 * n8n starts while AgentPhone cannot be reached: what was registered then still is, as far as we know, and should
	 * it not be, the secret is asked for again at the first delivery.
	 *
	 * @throws the error, when AgentPhone answered, or nothing is known.
	 */
	private trustMemory(error: unknown): boolean {
		const status = statusOf(error);
		const unreachable = error instanceof NodeApiError && (status === 0 || status >= 500);
		if (!unreachable || !isSameUrl(this.data.url, this.url)) throw explain(error);
		this.context.logger.warn(
			'AgentPhone could not be asked whether the webhook is still registered; it is taken to be.',
		);
		return true;
	}

	/**
	 * The secret stays as it is, unless this node has just registered: what AgentPhone shows may be masked, so a secret
	 * counts once a delivery was signed with it.
	 */
	private remember() {
		this.data.url = this.url;
		this.data.agentId = this.settings.agentId ?? '';
	}

	private forget() {
		delete this.data.url;
		delete this.data.secret;
		delete this.data.agentId;
		delete this.data.replaced;
	}
}

/** What is left for the answer of a delivery that was held, in seconds. */
const LEAST_AFTER_PAUSE = 5;

const NOBODYS = { receiver: undefined, borrowed: false, owner: undefined };

/** @throws NodeOperationError when the scope is an agent's and no agent was chosen. */
function readAgent(context: IHookFunctions, { agentId }: Settings): string | undefined {
	if (agentId !== '') return agentId;
	throw new NodeOperationError(context.getNode(), 'Choose the agent whose events are to arrive', {
		description: 'The Scope is One Agent, but no agent is chosen.',
	});
}
