import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { readWaiting } from '../../nodes/api/dialogue/waiting';
import type { Execution } from '../../n8n';
import { startChatModel, type ChatModel } from '../harness/n8n/chatModel';
import { useMortalScene } from '../harness/n8n/scene';
import { agentPhone, byId, MANUAL, manualTrigger, node, trigger } from '../harness/n8n/workflows';

jest.setTimeout(300_000);

const ADA = '+14155550117';

/** Send and Wait for Response, with a trigger in another workflow that hears the answers. */
describe('a question by text', () => {
	const scene = useMortalScene({ deliveryRetryWait: 3_000 });
	let hearing: string;
	let number = 0;

	beforeAll(async () => {
		scene.emulator.store.addNumber();
		hearing = await scene.save([trigger({ events: ['agent.message'] })], 'Hearing');
		await scene.n8n.activate(hearing);
	});

	/** A workflow that asks when its webhook is called. */
	async function useAsking(parameters: INodeParameters = {}) {
		const path = `ask-${++number}`;
		const asking = await scene.save(
			[
				{
					...node('Webhook', 'n8n-nodes-base.webhook', { path, httpMethod: 'POST' }, 2),
					webhookId: path,
				},
				agentPhone('Ask', {
					resource: 'message',
					operation: 'sendAndWait',
					sendTo: 'participant',
					toNumber: ADA,
					message: '={{ $json.body.question }}',
					...parameters,
				}),
				node('After', 'n8n-nodes-base.noOp', {}),
			],
			'Asking',
		);
		await scene.n8n.activate(asking);
		return {
			asking,
			/** Resolves once the execution is stored as waiting. */
			ask: async (question: string): Promise<Execution> => {
				const before = (await scene.n8n.executions(asking)).length;
				await fetch(`${scene.n8n.url}/webhook/${path}`, {
					method: 'POST',
					headers: { 'Content-Type': 'application/json' },
					body: JSON.stringify({ question }),
				});
				return await eventually(async () => {
					const [newest, ...older] = await scene.n8n.executions(asking);
					return older.length === before && newest?.status === 'waiting' ? newest : undefined;
				});
			},
		};
	}

	const conversation = () => {
		const { store } = scene.emulator;
		return store.thread(store.defaultNumber().id, ADA)!;
	};
	const sent = () =>
		scene.emulator.store
			.messages(conversation().id)
			.filter(({ direction }) => direction === 'outbound');
	const heard = async () => (await scene.n8n.executions(hearing)).length;
	const status = async (id: string) => (await scene.n8n.execution(id)).status;
	const answered = async (id: string) => {
		await eventually(async () => ((await status(id)) === 'success' ? true : undefined));
		return (await scene.n8n.execution(id)).items('After').map(({ json }) => json);
	};

	it('is answered after n8n was killed and started again, and goes on once', async () => {
		const { ask, asking } = await useAsking();
		const { id } = await ask('May I book it?');
		await scene.host.kill();
		await scene.host.start();
		const before = await heard();

		const { deliveries } = await scene.emulator.person.text(ADA, 'Yes, please!');
		await scene.emulator.deliver('agent.message', deliveries[0]!.body as Record<string, unknown>, {
			id: deliveries[0]!.id,
		});

		expect(await answered(id)).toEqual([
			expect.objectContaining({ data: { approved: true, text: 'Yes, please!' } }),
		]);
		expect(await scene.n8n.executions(asking)).toHaveLength(1);
		expect(await heard()).toBe(before);
		expect(conversation().metadata).toBeNull();
	});

	it('is told from another one that is open', async () => {
		const { ask } = await useAsking();
		const first = await ask('First?');
		const [firstQuestion] = sent().slice(-1);
		const second = await ask('Second?');
		await scene.emulator.person.react(firstQuestion!.id, 'dislike');
		expect(await answered(first.id)).toMatchObject([{ data: { approved: false } }]);
		expect(await status(second.id)).toBe('waiting');
		await scene.emulator.person.text(ADA, 'ok');
		expect(await answered(second.id)).toMatchObject([{ data: { approved: true } }]);
	});

	it('is asked again, and an answer after the limit starts the other workflow', async () => {
		const limit = { limitType: 'afterTimeInterval', resumeAmount: 0.2, resumeUnit: 'minutes' };
		const { ask } = await useAsking({
			responseType: 'choice',
			choices: ['Tuesday', 'Wednesday'],
			options: { limitWaitTime: { values: limit } },
		});
		const { id } = await ask('When?');
		const before = await heard();
		await scene.emulator.person.text(ADA, 'hm');
		expect(sent().at(-1)!.body).toMatch(/did not understand/);
		expect(await status(id)).toBe('waiting');
		expect(await answered(id)).toEqual([expect.objectContaining({ body: { question: 'When?' } })]);
		await scene.emulator.person.text(ADA, '2');
		await eventually(async () => ((await heard()) === before + 1 ? true : undefined));
		expect(conversation().metadata).toBeNull();
	});

	it('is not answered by whoever gets hold of its address', async () => {
		const { ask } = await useAsking();
		const { id } = await ask('May I pay it?');
		const [question] = readWaiting(conversation().metadata).open;
		for (const [url, body] of [
			[question!.url, {}],
			[question!.url, { data: { approved: true } }],
			[question!.url, { question: question!.id, messageId: 'msg_1', text: 'yes', from: ADA }],
			[question!.url.replace(/signature=.*/, ''), {}],
		] as const)
			await fetch(url, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(body),
			});
		await wait(500);
		expect(await status(id)).toBe('waiting');
		await scene.emulator.person.text(ADA, 'no');
		expect(await answered(id)).toMatchObject([{ data: { approved: false } }]);
	});

	it('posts nothing to addresses of others in the metadata, and resumes nothing by what is not ours', async () => {
		const { ask } = await useAsking();
		const { id } = await ask('May I send it?');
		const { id: conversationId, metadata } = conversation();
		const [question] = readWaiting(metadata).open;
		const posts: string[] = [];
		const stranger = createServer((request, response) => {
			posts.push(String(request.url));
			response.end('{"agentPhoneQuestion":"answered"}');
		}).listen(0, '127.0.0.1');
		await once(stranger, 'listening');
		const { port } = stranger.address() as AddressInfo;
		const { host, pathname, search } = new URL(question!.url);
		const elsewhere = [
			`http://127.0.0.1:${port}${pathname}${search}`,
			`http://${host}@127.0.0.1:${port}${pathname}${search}`,
			`http://127.0.0.1:${port}#${question!.url}`,
		];
		const open = elsewhere.map((url, n) => ({ ...question, id: `msg_foreign${n}`, url }));
		for (const n8nWaiting of [
			{ version: 1, open, closed: [] },
			{ version: 1, open: [{ ...question, id: 'msg_foreign' }], closed: [] },
			{ version: 2, open: [question] },
			{ version: 1, open: question },
			'approved',
		]) {
			const before = await heard();
			scene.emulator.store.setMetadata(conversationId, { n8nWaiting } as never);
			await scene.emulator.person.text(ADA, 'yes');
			await eventually(async () => ((await heard()) === before + 1 ? true : undefined));
		}
		stranger.close();
		expect(posts).toEqual([]);
		expect(await status(id)).toBe('waiting');

		scene.emulator.store.setMetadata(conversationId, metadata);
		await scene.emulator.person.text(ADA, 'yes');
		expect(await answered(id)).toMatchObject([{ data: { approved: true } }]);
	});

	describe('before an AI agent uses its tool', () => {
		let model: ChatModel;
		afterEach(async () => await model.stop());

		async function runAgent(answers: string[]) {
			model = await startChatModel([
				{
					tool: /pay/i,
					arguments: () => ({ toolParameters: { Amount: '12' }, hitlParameters: {} }),
				},
				{ text: 'Done.' },
			]);
			const name = `Scripted model ${++number}`;
			const openAi = await scene.n8n.createCredential(name, 'openAiApi', {
				apiKey: 'none',
				url: model.url,
			});
			const to = (target: string, type: string) => ({
				[type]: [[{ node: target, type: type as 'main', index: 0 }]],
			});
			const workflow = await scene.saveWorkflow({
				name: 'Reviewed agent',
				nodes: [
					manualTrigger(),
					node(
						'AI Agent',
						'@n8n/n8n-nodes-langchain.agent',
						{ promptType: 'define', text: 'Pay it', options: {} },
						3,
					),
					{
						...node(
							'Chat Model',
							'@n8n/n8n-nodes-langchain.lmChatOpenAi',
							{ model: byId('scripted'), responsesApiEnabled: false, options: {} },
							1.3,
						),
						credentials: { openAiApi: { id: openAi, name } },
					},
					node('Review', 'n8n-nodes-agentphone.agentPhoneHitlTool', {
						message: '=May I use {{ $tool.name }} with {{ JSON.stringify($tool.parameters) }}?',
						sendTo: 'participant',
						toNumber: ADA,
					}),
					node('Pay', 'n8n-nodes-agentphone.agentPhoneTool', {
						toolDescription: 'Pays a bill',
						resource: 'message',
						operation: 'send',
						sendTo: 'participant',
						toNumber: '+14155550199',
						body: "=Paid {{ $fromAI('Amount', 'how much', 'string') }}",
					}),
				],
				connections: {
					[MANUAL]: to('AI Agent', 'main'),
					'Chat Model': to('AI Agent', 'ai_languageModel'),
					Pay: to('Review', 'ai_tool'),
					Review: to('AI Agent', 'ai_tool'),
				},
			});
			scene.emulator.clearRequests();
			const running = scene.n8n.runManually(workflow, MANUAL);
			for (const answer of answers) {
				await eventually(async () => {
					const [newest] = await scene.n8n.executions(workflow);
					return newest?.status === 'waiting' ? true : undefined;
				});
				await scene.emulator.person.text(ADA, answer);
			}
			const execution = await running;
			return {
				execution,
				bodies: scene.emulator.requests
					.filter(({ method, path }) => method === 'POST' && path === '/v1/messages')
					.map(({ body }) => (body as { body: string }).body),
			};
		}

		it('yes runs it', async () => {
			const { execution, bodies } = await runAgent(['yes']);
			expect(execution.error).toBeUndefined();
			expect(bodies).toEqual([expect.stringMatching(/^May I use .*12/), 'Paid 12']);
		});

		it('no does not, and what was said beside it reaches the model', async () => {
			const { execution, bodies } = await runAgent(['no, call her first']);
			expect(execution.error).toBeUndefined();
			expect(bodies).toHaveLength(1);
			expect(JSON.stringify(model.requests[1]!.messages)).toContain('no, call her first');
		});
	});

	it('is offered as a review of tools, and not as a tool', async () => {
		const types = await scene.n8n.nodeTypes();
		const named = (name: string) =>
			types.find((each) => each.name === `n8n-nodes-agentphone.${name}`);
		const review = named('agentPhoneHitlTool')!;
		expect(review.codex).toMatchObject({
			subcategories: { Tools: ['Human in the Loop'] },
		});
		const offered = (named('agentPhoneTool')!.properties as INodeProperties[])
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options }) => options as INodePropertyOptions[])
			.find(({ value }) => value === 'sendAndWait');
		expect(offered?.displayOptions).toEqual({ show: { '@tool': [false] } });
	});
});

async function eventually<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
	for (let waited = 0; waited < 90_000; waited += 200) {
		const value = await look();
		if (value !== undefined) return value;
		await wait(200);
	}
	throw new Error('It did not happen');
}
