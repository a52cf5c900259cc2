import type { N8n, N8nClient } from '../../n8n';
import { TRIGGER } from '../harness/n8n/workflows';
import type { Executions } from './executions';

/** The texts that each execution of a workflow started with, also of those that died with a worker. */
export class StartedTexts {
	/** n8n keeps nothing of what an execution began with, once it has found out that its worker is gone. */
	private readonly interrupted = new Map<string, string[]>();

	constructor(
		private readonly n8n: N8nClient,
		private readonly executions: Executions,
		private readonly workflowId: string,
	) {}

	/** Kills a worker and starts it again. */
	async kill(worker: N8n) {
		await worker.kill();
		for (const { id, status } of await this.executions.of(this.workflowId))
			if (status === 'new' || status === 'running')
				this.interrupted.set(id, await this.textsOf(id));
		await worker.start();
	}

	/** @returns of each execution, and of those among them that did not end well */
	async all(): Promise<{ started: string[][]; lost: string[][] }> {
		const started: string[][] = [];
		const lost: string[][] = [];
		for (const { id, status } of await this.executions.of(this.workflowId)) {
			const texts = await this.textsOf(id);
			const known = texts.length ? texts : (this.interrupted.get(id) ?? []);
			started.push(known);
			if (status !== 'success') lost.push(known);
		}
		return { started, lost };
	}

	private async textsOf(id: string): Promise<string[]> {
		const [item] = (await this.n8n.execution(id)).items(TRIGGER);
		return ((item?.json.messages ?? []) as Array<{ text: string }>).map(({ text }) => text);
	}
}
