import type { IWebhookFunctions } from 'n8n-workflow';

import { marksOf, type Delivery } from '../delivery';
import type { Envelope } from '../events';
import type { StaticData } from '../registration/staticData';
import { outcomeOf } from './answer';
import { Marks } from './marks';
import type { ProcessMemory } from './processMemory';

/** Deliveries remembered in n8n's static data, which is loaded and stored with each delivery. */
const MOST_STORED = 500;

/**
 * Whether this is the first attempt of a delivery that starts an execution. From here on, it is taken for such.
 *
 * A delivery is remembered in two places. n8n's static data survives a restart, and n8n stores it only once the
 * execution has started, so what did not start is not remembered. The process memory covers what static data cannot:
 * two deliveries at once each store their own copy, and the later one wins; what the loser remembered is stored again
 * with the next delivery. An attempt that arrives while another one of the same delivery is being answered waits for
 * the outcome, and takes over should no execution have started.
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
	{ started, signatures, underway }: ProcessMemory,
): Promise<boolean> {
	const { id, all } = readMarks(delivery, envelope);
	const attempt = () => all.map((mark) => underway.get(mark)).find(Boolean);
	for (let other = attempt(); other; other = attempt()) if (await other) return false;
	const stored = Marks.parse(data.started, MOST_STORED);
	if (stored.has(id) || started.has(id) || all.some((mark) => signatures.has(mark))) return false;

	const outcome = outcomeOf(context.getResponseObject()).then((hasStarted) => {
		for (const mark of all) {
			underway.delete(mark);
			if (hasStarted) (mark === id ? started : signatures).add(mark);
		}
		return hasStarted;
	});
	for (const mark of all) underway.set(mark, outcome);
	for (const mark of started.latest(MOST_STORED)) stored.add(mark);
	stored.add(id);
	data.started = stored.toString();
	return true;
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
