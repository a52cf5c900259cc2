import type { IWebhookFunctions } from 'n8n-workflow';

import { MARK_LENGTH, marksOf, type Delivery } from '../../api/webhook/delivery';
import type { Envelope } from '../../api/webhook/events';
import type { StaticData } from '../registration/staticData';
import { outcomeOf } from '../reply/answer';
import { addMark, includesMark, mergeMarks, type WrittenMarks } from './marks';
import type { ProcessMemory } from './processMemory';

/** Deliveries remembered in n8n's static data, which is loaded and stored with each delivery. */
const MOST_STORED = 500;

/**
 * Whether this is the first attempt of a delivery that starts an execution. From here on, it is taken for such.
 *
 * A delivery is remembered in two places. n8n's static data survives a restart, and n8n stores it only once the
 * execution has started, so what did not start is not remembered. The process memory covers what static data cannot:
 * two deliveries at once each store their own copy, and the later one wins; what was written over, by this process or
 * another one, is stored again with the next delivery. An attempt that arrives while another one of the same delivery is
 * being answered waits for the outcome, and takes over should no execution have started.
 *
 * What remains: in queue mode, each of several processes that receive webhooks has a memory of its own, and static data
 * is all they share. An attempt that reaches another process within the moments before the first one is stored, or whose
 * mark was overwritten by a delivery at the same time, starts a second execution. So does one whose first attempt was
 * cut off between the start of its execution and the storing of its mark, when n8n was killed: it was not acknowledged,
 * so AgentPhone makes it again, and it is executed again rather than lost.
 */
export async function isNew(
	context: IWebhookFunctions,
	delivery: Delivery,
	envelope: Envelope,
	data: StaticData,
	memory: ProcessMemory,
): Promise<boolean> {
	const { started, signatures, underway } = memory;
	const { id, all } = readMarks(delivery, envelope);
	const attempt = () => all.map((mark) => underway.get(mark)).find(Boolean);
	for (let other = attempt(); other; other = attempt()) if (await other) return false;
	memory.stored = withStored(memory.stored, data.started);
	const isKnown = started.has(id) || all.some((mark) => signatures.has(mark));
	if (isKnown || includesMark(memory.stored, id)) return false;

	const outcome = outcomeOf(context.getResponseObject()).then((hasStarted) => {
		for (const mark of all) {
			underway.delete(mark);
			if (hasStarted) (mark === id ? started : signatures).add(mark);
		}
		if (hasStarted) memory.stored = addMark(memory.stored, id, MOST_STORED);
		return hasStarted;
	});
	for (const mark of all) underway.set(mark, outcome);
	data.started = addMark(memory.stored, id, MOST_STORED);
	return true;
}

/**
 * What is to be stored, with what is stored. Who stores adds a mark of its own at the end; so if this process knows that
 * mark, it has read or written this text before, and knows the others as well.
 */
function withStored(known: WrittenMarks, stored: unknown): WrittenMarks {
	const last = typeof stored === 'string' ? stored.slice(-MARK_LENGTH) : '';
	return includesMark(known, last) ? known : mergeMarks(known, stored, MOST_STORED);
}

/**
 * What a delivery is remembered by: its ID, which is the same for each attempt, and, because the ID is not signed, its
 * signature, so that a recorded delivery is not executed again under another ID. The signature only counts where the
 * body names what it is about: two people who write "Hello" at the same moment are two.
 */
function readMarks(delivery: Delivery, { event, data }: Envelope): { id: string; all: string[] } {
	const { id, signature } = marksOf(delivery);
	if (id === undefined) return { id: signature, all: [signature] };
	const isNamed = data.messageId || (event === 'agent.call_ended' && data.callId);
	return { id, all: isNamed ? [id, signature] : [id] };
}
