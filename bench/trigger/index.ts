/** Deliveries to a trigger in a running n8n, under each of n8n's expression engines. */
import { startN8n, step, type N8n } from '../../n8n';
import { EmulatorControl, type Target } from '../emulator';
import { median } from '../measure';
import {
	agentPhoneTriggers,
	telegramTrigger,
	webhookAndCode,
	type TriggerContender,
} from './contenders';
import { deliver } from './deliver';
import { Executions } from './executions';
import { processorTime } from './processorTime';
import { startTelegram } from './telegram';

/** Deliveries of one contender before the next has its turn, so that all meet the machine in the same moods. */
const AT_A_TURN = 100;

export interface TriggerOptions {
	tarball: string;
	target: Target;
	/** Of each contender, and as many forged ones; in turns of {@link AT_A_TURN}. */
	deliveries: number;
	/** The names of the engines to run under; default all. */
	engines?: string[];
	/** Given to n8n's Node, for a profile. */
	env?: Record<string, string>;
}

export interface TriggerResult {
	engine: string;
	contender: string;
	/** Deliveries a second, until all their executions are over; each turn. */
	genuine: number[];
	/** The same for forged ones, until the last is refused or its execution has failed. */
	forged: number[];
	genuineMedian: number;
	forgedMedian: number;
	/** Processor time of n8n for one genuine, and one forged delivery, in milliseconds. */
	genuineCost: number;
	forgedCost: number;
}

export const engines: Record<string, Record<string, string>> = {
	default: {},
	'lazy acquire': { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	legacy: { N8N_EXPRESSION_ENGINE: 'legacy' },
};

export async function benchTriggers(options: TriggerOptions): Promise<TriggerResult[]> {
	const results: TriggerResult[] = [];
	for (const engine of options.engines ?? Object.keys(engines)) {
		const n8n = await step(`Starting n8n, expression engine: ${engine}`, async () =>
			startN8n({
				tarball: options.tarball,
				env: { NODE_FUNCTION_ALLOW_BUILTIN: 'crypto', ...engines[engine], ...options.env },
			}),
		);
		try {
			results.push(...(await benchEngine(n8n, engine, options)));
		} finally {
			await n8n.stop();
		}
	}
	return results;
}

async function benchEngine(n8n: N8n, engine: string, options: TriggerOptions) {
	const { deliveries, target } = options;
	// A fresh account: the webhook of the n8n before is not in the way.
	await new EmulatorControl(target).seed({ conversations: 1 });
	await n8n.client.setupOwner();
	const executions = await Executions.of(n8n.url);
	const telegram = await startTelegram();
	const contenders = [
		...(await agentPhoneTriggers(n8n, target)),
		await telegramTrigger(n8n, telegram),
		await webhookAndCode(n8n),
	];
	await telegram.stop();

	const atATurn = Math.min(AT_A_TURN, deliveries);
	for (const contender of contenders) {
		await deliver(contender, executions, atATurn, true);
		await deliver(contender, executions, atATurn, false);
	}
	const measured = contenders.map(() => ({
		genuine: [] as Delivered[],
		forged: [] as Delivered[],
	}));
	const deliverAll = async (contender: TriggerContender, genuine: boolean): Promise<Delivered> => {
		const before = await processorTime(n8n.pid!);
		const rate = await deliver(contender, executions, atATurn, genuine);
		return { rate, cost: ((await processorTime(n8n.pid!)) - before) / atATurn };
	};
	for (let round = 0; round < deliveries / atATurn; round++)
		for (let turn = 0; turn < contenders.length; turn++) {
			const index = (turn + round) % contenders.length;
			measured[index].genuine.push(await deliverAll(contenders[index], true));
			measured[index].forged.push(await deliverAll(contenders[index], false));
		}
	return contenders.map(({ name }, index) => {
		const { genuine, forged } = measured[index];
		return {
			engine,
			contender: name,
			genuine: genuine.map(({ rate }) => rate),
			forged: forged.map(({ rate }) => rate),
			genuineMedian: median(genuine.map(({ rate }) => rate)),
			forgedMedian: median(forged.map(({ rate }) => rate)),
			genuineCost: median(genuine.map(({ cost }) => cost)),
			forgedCost: median(forged.map(({ cost }) => cost)),
		};
	});
}

interface Delivered {
	/** Deliveries a second. */
	rate: number;
	/** Processor time of one, in milliseconds. */
	cost: number;
}
