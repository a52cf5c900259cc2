/** A chat model with a script: an OpenAI-compatible server that answers each request with the next line of it. */
import type { AddressInfo } from 'node:net';

import fastify from 'fastify';

/** What the model says: a final text, or a tool that is to be called. */
export type Line =
	| { text: string }
	| { tool: RegExp; arguments: (tool: ToolSchema) => Record<string, unknown> };

export interface ToolSchema {
	name: string;
	description: string;
	parameters: { properties: Record<string, { type?: string; description?: string }> };
}

export interface ChatModel {
	/** The base URL for n8n's OpenAI credential. */
	url: string;
	/** What n8n sent, oldest first. */
	requests: {
		messages: { role: string; content: unknown }[];
		tools?: { function: ToolSchema }[];
	}[];
	stop(): Promise<void>;
}

export async function startChatModel(script: Line[]): Promise<ChatModel> {
	const requests: ChatModel['requests'] = [];
	const server = fastify();
	server.get('/v1/models', async () => ({ object: 'list', data: [{ id: 'scripted' }] }));
	server.post('/v1/chat/completions', async ({ body }) => {
		const request = body as ChatModel['requests'][number];
		const line = script[requests.length];
		requests.push(request);
		if (!line) throw new Error('The script has no more lines');
		return completion(requests.length, line, request.tools ?? []);
	});
	await server.listen({ host: '127.0.0.1', port: 0 });
	const { port } = server.server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/v1`, requests, stop: () => server.close() };
}

function completion(number: number, line: Line, tools: { function: ToolSchema }[]) {
	const message: Record<string, unknown> = { role: 'assistant', content: null };
	if ('text' in line) message.content = line.text;
	else {
		const tool = tools.map((each) => each.function).find(({ name }) => line.tool.test(name));
		if (!tool) throw new Error(`No tool is called ${line.tool}`);
		const call = { name: tool.name, arguments: JSON.stringify(line.arguments(tool)) };
		message.tool_calls = [{ id: `call_${number}`, type: 'function', function: call }];
	}
	return {
		id: `chatcmpl-${number}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model: 'scripted',
		choices: [
			{ index: 0, message, finish_reason: 'text' in line ? 'stop' : 'tool_calls', logprobs: null },
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
