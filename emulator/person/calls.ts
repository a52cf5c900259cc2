import { normalise } from '../data/addresses';
import type { Microseconds } from '../data/clock';
import type { Delivery } from '../webhooks/deliveries';
import type { Events } from '../webhooks/events';
import type { PhoneNumber } from '../data/model';
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

interface Call {
	id: string;
	from: string;
	number: PhoneNumber;
	startedAt: Microseconds;
	turns: Array<{ role: string; content: string; at: Microseconds }>;
}

/** Calls under way, turn by turn. */
export class Calls {
	private readonly underWay = new Map<string, Call>();

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
			numberId: call.number.id,
			from: call.from,
			to: call.number.phoneNumber,
			status: 'in-progress',
			transcript,
			confidence,
			direction: 'inbound',
		};
		const envelope = {
			...this.events.envelope('agent.message', 'voice', call.number, data),
			recentHistory: call.turns.map(({ role, content, at }) => ({
				content,
				direction: role === 'user' ? 'inbound' : 'outbound',
				channel: 'voice',
				at: this.wire.time(at),
			})),
		};
		call.turns.push({ role: 'user', content: transcript, at: this.store.clock.stamp() });
		const listener = new Listener();
		const delivery = await this.events.post(call.number, envelope, {
			attempts: 1,
			onText: (text) => listener.hear(text),
		});
		const status = delivery?.attempts[0]?.status ?? null;
		const heard = listener.end(delivery?.state === 'delivered');
		if (heard.spoken)
			call.turns.push({ role: 'agent', content: heard.spoken, at: this.store.clock.stamp() });
		return { spoken: { callId: call.id, ...heard, status }, delivery };
	}

	/** Ends a call: `agent.call_ended`. */
	async hangUp(callId: string, draft: CallDraft): Promise<Delivery | null> {
		const call = this.call(callId, draft.from ?? '+14155550199', draft.to);
		this.underWay.delete(callId);
		const endedAt = this.store.clock.stamp();
		const duration = draft.durationSeconds ?? Math.round((endedAt - call.startedAt) / 1_000_000);
		const data = {
			callId,
			numberId: call.number.id,
			from: call.from,
			to: call.number.phoneNumber,
			contact: null,
			direction: 'inbound',
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
		const envelope = this.events.envelope('agent.call_ended', 'voice', call.number, data);
		return await this.events.post(call.number, envelope);
	}

	clear(): void {
		this.underWay.clear();
	}

	private call(id = this.store.nextId('call'), from: string, to?: string): Call {
		const known = this.underWay.get(id);
		if (known) return known;
		const wanted = to === undefined ? undefined : normalise(to);
		const number =
			this.store.allNumbers().find(({ phoneNumber }) => phoneNumber === wanted) ??
			this.store.defaultNumber();
		const startedAt = this.store.clock.stamp();
		const call = { id, from: normalise(from), number, startedAt, turns: [] };
		this.underWay.set(id, call);
		return call;
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
