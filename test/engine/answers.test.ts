/** A success whose body is not what the endpoint gives: what was asked for is done all the same, or nothing is known. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { INodeParameters, INodeType } from 'n8n-workflow';

import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';
import { byId, failureOf } from '../harness/engine/actionNode';
import { Engine } from '../harness/engine/engine';

let server: Server;
let requests: string[] = [];
let body = '';

beforeAll(async () => {
	server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => (requests = []));
afterAll(() => server.close());

async function run(parameters: INodeParameters) {
	const { port } = server.address() as AddressInfo;
	const engine = new Engine({
		nodeType: new AgentPhone() as INodeType,
		credentials: { apiKey: 'sk_live_1', baseUrl: `http://127.0.0.1:${port}`, subAccountId: '' },
	});
	return await engine.execute(parameters);
}

const BODIES = ['', '{}', '{"message":"ok"}', '{"items":[]}', '[]', 'null'];
const conversationId = byId('conv_1');

it.each(BODIES)(
	'a send that is answered with %j comes out as sent, after one request',
	async (answer) => {
		body = answer;
		const send = { resource: 'message', operation: 'send', toNumber: '+15550100001', body: 'Hi' };
		const items = await run(send);
		expect(items).toHaveLength(1);
		expect(typeof items[0].json).toBe('object');
		expect(Array.isArray(items[0].json)).toBe(false);
		expect(requests).toEqual(['POST /v1/messages']);
	},
);

it.each(BODIES)('a merge whose read is answered with %j writes nothing', async (answer) => {
	body = answer;
	const fields = { field: [{ name: 'stage', type: 'string', value: 'booked' }] };
	const merge = {
		resource: 'conversation',
		operation: 'update',
		conversationId,
		metadataFields: fields,
	};
	const error = await failureOf(run(merge));
	expect(error.message).toContain('did not answer with the conversation conv_1');
	expect(requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

it.each(BODIES)(
	'a replacement that is answered with %j comes out as it was written',
	async (answer) => {
		body = answer;
		const replace = {
			resource: 'conversation',
			operation: 'update',
			conversationId,
			metadataMode: 'replace',
			metadataInput: 'json',
			metadata: '{"stage":"booked"}',
			options: { skipUnchanged: false },
		};
		const [{ json }] = await run(replace);
		expect(json).toMatchObject({ id: 'conv_1', metadata: { stage: 'booked' }, changed: true });
	},
);

it.each(BODIES)(
	'a conversation that is answered with %j is an error that says so',
	async (answer) => {
		body = answer;
		const error = await failureOf(
			run({ resource: 'conversation', operation: 'get', conversationId }),
		);
		expect(error.message).toContain('did not answer with the conversation conv_1');
	},
);

it.each(BODIES)(
	'a list that is answered with %j is an error, not an empty list',
	async (answer) => {
		body = answer;
		for (const parameters of [
			{ resource: 'conversation', operation: 'getAll', returnAll: true },
			{ resource: 'message', operation: 'getAll', conversationId, returnAll: true },
			{ resource: 'reaction', operation: 'getAll', conversationId, returnAll: true },
		])
			expect(await failureOf(run(parameters))).toBeInstanceOf(Error);
	},
);

it.each(BODIES)(
	'typing, backgrounds and reactions that are answered with %j come out',
	async (answer) => {
		body = answer;
		for (const parameters of [
			{ resource: 'conversation', operation: 'sendTyping', conversationId },
			{
				resource: 'conversation',
				operation: 'setBackground',
				conversationId,
				imageUrl: 'https://example.com/a.png',
			},
			{ resource: 'conversation', operation: 'removeBackground', conversationId },
			{ resource: 'reaction', operation: 'send', messageId: 'msg_1', reaction: 'love' },
		])
			expect(await run(parameters)).toHaveLength(1);
	},
);
