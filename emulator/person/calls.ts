import { normalise } from '../data/addresses';
import type { Delivery } from '../webhooks/deliveries';
import type { Events } from '../webhooks/events';
import type { Call, PhoneNumber } from '../data/model';
import type { Store } from '../data/store';
import type { Wire } from '../wire';

/** What the caller hears. */
export interface Spoken {
	callId: string;
	/** All that is said, interim chunks and the last one, joined by spaces. Empty: silence. */
	spoken: string;
	/** The answer's objects, as they came, with the time each did (milliseconds since the epoch). */
	chunks: Array<{ text: string; interim: boolean; at: number }>;
	/** What is done with the call: by the last object that says so. */
	hangup: boolean;
	action: string | null;
	digits: string | null;
	/** HTTP status of the webhook's answer; `null` when none came. */
	status: number | null;
}

/** What may be said of a call when it ends; the rest follows from what was said in it. */
export interface CallDraft {
	from?: string;
	to?: string;
	direction?: 'inbound' | 'outbound' | 'web';
	status?: string;
	durationSeconds?: number;
	disconnectionReason?: string | null;
	summary?: string | null;
	userSentiment?: string | null;
	callSuccessful?: boolean | null;
	transcript?: Array<{ role: string; content: string }>;
}

/** Calls, turn by turn. */
export class Calls {
	constructor(
		private readonly store: Store,
		private readonly wire: Wire,
		private readonly events: Events,
	) {}

	/** Delivers one turn, and listens to the answer. Who is on the phone does not wait for a retry. */
	async say(
		from: string,
		transcript: string,
		{ callId, to, confidence = 0.97 }: { callId?: string; to?: string; confidence?: number },
	): Promise<{ spoken: Spoken; delivery: Delivery | null }> {
		const call = this.call(callId, from, to);
		const data = {
			callId: call.id,
			numberId: call.phoneNumberId,
			from: call.fromNumber,
			to: call.toNumber,
			status: 'in-progress',
			transcript,
			confidence,
			direction: call.direction,
		};
		const number = this.numberOf(call);
		const envelope = {
			...this.events.envelope('agent.message', 'voice', number, data),
			recentHistory: call.turns.map(({ role, content, at }) => ({
				content,
				direction: role === 'user' ? 'inbound' : 'outbound',
				channel: 'voice',
				at: this.wire.time(at),
			})),
		};
		this.store.calls.say(call, 'user', transcript);
		const listener = new Listener();
		const delivery = await this.events.post(number, envelope, {
			attempts: 1,
			onText: (text) => listener.hear(text),
		});
		const status = delivery?.attempts[0]?.status ?? null;
		const heard = listener.end(delivery?.state === 'delivered');
		if (heard.spoken) this.store.calls.say(call, 'agent', heard.spoken);
		return { spoken: { callId: call.id, ...heard, status }, delivery };
	}

	/** Calls a person for the agent. Who answers is up to the test: it says something, or hangs up. */
	place(
		number: PhoneNumber,
		toNumber: string,
		{
			initialGreeting,
			systemPrompt = null,
		}: { initialGreeting?: string | null; systemPrompt?: string | null },
	): Call {
		const call = this.store.calls.add({
			agentId: number.agentId,
			phoneNumberId: number.id,
			fromNumber: number.phoneNumber,
			toNumber,
			systemPrompt,
			subAccountId: number.subAccountId,
		});
		if (initialGreeting) this.store.calls.say(call, 'agent', initialGreeting);
		return call;
	}

	/** Ends a call: `agent.call_ended`. */
	async hangUp(callId: string, draft: CallDraft): Promise<Delivery | null> {
		const call = this.call(callId, draft.from ?? '+14155550199', draft.to);
		const number = this.numberOf(call);
		const endedAt = this.store.clock.stamp();
		Object.assign(call, { endedAt, status: draft.status === 'failed' ? 'failed' : 'completed' });
		const duration = draft.durationSeconds ?? Math.round((endedAt - call.startedAt) / 1_000_000);
		const other = call.direction === 'outbound' ? call.toNumber : call.fromNumber;
		const data = {
			callId,
			numberId: call.phoneNumberId,
			from: call.fromNumber,
			to: call.toNumber,
			contact: this.store.contacts.shownFor(other, call.subAccountId) ?? null,
			direction: call.direction,
			status: 'completed',
			startedAt: this.wire.time(endedAt - duration * 1_000_000),
			endedAt: this.wire.time(endedAt),
			disconnectionReason: 'user_hangup',
			summary: null,
			userSentiment: null,
			callSuccessful: true,
			transcript: call.turns.map(({ role, content }) => ({ role, content })),
			...draft,
			durationSeconds: duration,
		};
		const envelope = this.events.envelope('agent.call_ended', 'voice', number, data);
		return await this.events.post(number, envelope);
	}

	/** The call of an ID; one that is not known begins now, with the person calling. */
	private call(id = this.store.nextId('call'), from: string, to?: string): Call {
		const known = this.store.calls.get(id);
		if (known) return known;
		const wanted = to === undefined ? undefined : normalise(to);
		const number =
			this.store.allNumbers().find(({ phoneNumber }) => phoneNumber === wanted) ??
			this.store.defaultNumber();
		return this.store.calls.add({
			id,
			agentId: number.agentId,
			phoneNumberId: number.id,
			fromNumber: normalise(from),
			toNumber: number.phoneNumber,
			direction: 'inbound',
			subAccountId: number.subAccountId,
		});
	}

	private numberOf({ phoneNumberId }: Call): PhoneNumber {
		return this.store.number(phoneNumberId) ?? this.store.defaultNumber();
	}
}

/** Reads the answer to a voice turn while it comes in: one JSON object, or one per line (NDJSON). */
class Listener {
	private text = '';
	private readonly times: number[] = [];

	hear(text: string): void {
		const lines = text.split('\n').length - 1;
		for (let line = 0; line < lines; line++) this.times.push(Date.now());
		this.text += text;
	}

	/** @param isDelivered whether the answer counts: that of a failed delivery is not spoken */
	end(isDelivered: boolean): Omit<Spoken, 'callId' | 'status'> {
		const objects = isDelivered ? readObjects(this.text) : [];
		const chunks = objects.map(({ text, interim }, index) => ({
			text: typeof text === 'string' ? text : '',
			interim: interim === true,
			at: this.times[index] ?? Date.now(),
		}));
		const last = (key: string) => objects.findLast((object) => object[key] !== undefined)?.[key];
		const texts = chunks.map(({ text }) => text.trim()).filter((text) => text !== '');
		const action = last('action');
		return {
			spoken: texts.join(' '),
			chunks,
			hangup: last('hangup') === true || action === 'hangup',
			action: typeof action === 'string' ? action : null,
			digits: typeof last('digits') === 'string' ? String(last('digits')) : null,
		};
	}
}

function readObjects(text: string): Array<Record<string, unknown>> {
	const whole = readObject(text);
	if (whole) return [whole];
	return text
		.split('\n')
		.map(readObject)
		.filter((object) => object !== undefined);
}

function readObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
