/**
 * Runs updates with n8n's sandboxed expression engine, whose values are copied into n8n. In a process of its own: n8n
 * loads the engine with a dynamic import, which jest does not offer. The engine is `vm`, n8n's default, where its
 * native module runs, and QuickJS elsewhere; what crosses is prepared and rebuilt by the same code.
 *
 * Reads `[{ parameters, item, stored }]` from its input, and writes `[{ stored, error }]` in one line.
 */
import { text } from 'node:stream/consumers';

import { Expression, LoggerProxy, type IDataObject, type INodeParameters } from 'n8n-workflow';

// Without `.js`, tsx takes the codex file beside it for the module.
import { AgentPhone } from '../../../nodes/AgentPhone/AgentPhone.node.js';
import type { JsonObject } from '../../../nodes/api/model/types';
import { startEmulator } from '../../../emulator';
import { Engine } from './engine';

interface Update {
	parameters: INodeParameters;
	item: IDataObject;
	stored: JsonObject;
}

async function main() {
	const noop = () => {};
	LoggerProxy.init({ error: noop, warn: noop, info: noop, debug: noop });
	const [major = 0] = process.versions.node.split('.').map(Number);
	await Expression.initExpressionEngine({
		engine: major >= 24 ? 'vm' : 'quickjs',
		poolSize: 1,
		maxCodeCacheSize: 100,
		bridgeTimeout: 5_000,
		bridgeMemoryLimit: 128,
		lazyAcquire: true,
	});
	const emulator = await startEmulator({ apiKey: 'sk_live_only_for_this_test' });
	const engine = new Engine({
		nodeType: new AgentPhone(),
		credentials: { apiKey: 'sk_live_only_for_this_test', baseUrl: emulator.baseUrl },
	});
	const results: unknown[] = [];
	for (const { parameters, item, stored } of JSON.parse(await text(process.stdin)) as Update[]) {
		const { id } = emulator.store.addConversation({ metadata: stored });
		const context = engine.executeContext({ ...parameters, conversationId: id }, [{ json: item }]);
		const expression = engineOf(context);
		await expression.acquireIsolate();
		const error = await engine.executeIn(context).then(
			() => undefined,
			({ message }: Error) => message,
		);
		await expression.releaseIsolate();
		results.push({ stored: emulator.store.conversation(id)!.metadata, error });
	}
	process.stdout.write(`${JSON.stringify(results)}\n`);
	await emulator.stop();
	await Expression.disposeExpressionEngine();
}

const engineOf = (context: ReturnType<Engine['executeContext']>) =>
	(context as unknown as { workflow: { expression: Expression } }).workflow.expression;

void main();
