/** Deliveries to a trigger in a running n8n, under each of n8n's expression engines. */
import { startN8n, step, type N8n } from '../../test/n8n';
import { EmulatorControl, type Target } from '../emulator';
import { median } from '../measure';
import {
	agentPhoneTrigger,
	telegramTrigger,
	webhookAndCode,
	type TriggerContender,
} from './contenders';
import { deliver } from './deliver';
import { Executions } from './executions';
import { processorTime } from './processorTime';
import { startTelegram } from './telegram';

export interface TriggerOptions {
	tarball: string;
	target: Target;
	deliveries: number;
	repetitions: number;
	/** The names of the engines to run under; default all. */
	engines?: string[];
	/** Given to n8n's Node, for a profile. */
	env?: Record<string, string>;
}

export interface TriggerResult {
	engine: string;
	contender: string;
	/** Deliveries a second, until all their executions are over; each repetition. */
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
	const { deliveries, repetitions, target } = options;
	// A fresh account: the webhook of the n8n before is not in the way.
	await new EmulatorControl(target).seed({ conversations: 1 });
	await n8n.client.setupOwner();
	const executions = await Executions.of(n8n.url);
	const telegram = await startTelegram();
	const contenders = [
		await agentPhoneTrigger(n8n, target),
		await telegramTrigger(n8n, telegram),
		await webhookAndCode(n8n),
	];
	await telegram.stop();

	const warmUp = Math.ceil(deliveries / 5);
	for (const contender of contenders) {
		await deliver(contender, executions, warmUp, true);
		await deliver(contender, executions, warmUp, false);
	}
	const measured = contenders.map(() => ({
		genuine: [] as Delivered[],
		forged: [] as Delivered[],
	}));
	const deliverAll = async (contender: TriggerContender, genuine: boolean): Promise<Delivered> => {
		const before = await processorTime(n8n.pid!);
		const rate = await deliver(contender, executions, deliveries, genuine);
		return { rate, cost: ((await processorTime(n8n.pid!)) - before) / deliveries };
	};
	for (let repetition = 0; repetition < repetitions; repetition++)
		for (let turn = 0; turn < contenders.length; turn++) {
			const index = (turn + repetition) % contenders.length;
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
