import { ANN, setUp, statuses, texts, until } from '../harness/engine/triggerFixture';
import type { Flow } from '../harness/engine/triggerHost';

const box = setUp();
const voice = (responseMode: string, options = {}) => ({
	responseMode,
	options: { channels: ['sms', 'mms', 'imessage', 'voice'], ...options },
});
const FALLBACK = 'Sorry, something went wrong. Could you say that again?';

async function answering(responseMode: string, flow: Flow, options = {}) {
	const n8n = await box.n8n({ parameters: voice(responseMode, options) });
	n8n.flow = flow;
	await n8n.activate();
	return n8n;
}

describe('a voice turn', () => {
	it('that is not wanted is acknowledged with an empty object', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		const { spoken, deliveries } = await box.emulator.person.say(ANN, 'Hello?');
		expect(spoken).toBe('');
		expect(deliveries[0].attempts[0]).toMatchObject({ status: 200, responseBody: '{}' });
		expect(n8n.executions).toEqual([]);
	});

	it('starts the workflow, with what was said', async () => {
		const n8n = await answering('lastNode', () => ({ text: 'Yes' }));
		const { callId } = await box.emulator.person.say(ANN, 'Hello?');
		expect(n8n.executions[0].items[0].json).toMatchObject({
			channel: 'voice',
			from: ANN,
			text: 'Hello?',
			call: { callId, confidence: 0.97 },
		});
	});

	it('in an outbound call is the other side’s, not our own', async () => {
		const n8n = await answering('lastNode', () => ({ text: 'Yes' }));
		const data = { callId: 'call_1', transcript: 'Hello?', direction: 'outbound', to: ANN };
		await box.emulator.deliver('agent.message', { channel: 'voice', data });
		expect(texts(n8n)).toEqual(['Hello?']);
	});
});

describe.each(['lastNode', 'responseNode'])('what the caller hears (%s)', (mode) => {
	it.each<[string, Flow, object]>([
		['an object', () => ({ text: 'Until nine' }), { spoken: 'Until nine' }],
		['with hangup', () => ({ text: 'Bye', hangup: true }), { spoken: 'Bye', hangup: true }],
		['with digits', () => ({ digits: '1#' }), { digits: '1#' }],
		['a transfer', () => ({ text: 'One moment', action: 'transfer' }), { action: 'transfer' }],
		['an AI Agent’s output', () => ({ output: 'Until nine' }), { spoken: 'Until nine' }],
		['text', () => 'Until nine', { spoken: 'Until nine' }],
		['JSON in text', () => '{"text":"Until nine"}', { spoken: 'Until nine' }],
		['a failure', () => Promise.reject(new Error('broken')), { spoken: FALLBACK }],
		['nothing', () => undefined, { spoken: FALLBACK }],
		['something else', () => ({ id: 7 }), { spoken: FALLBACK }],
		['an unknown action', () => ({ action: 'dance' }), { spoken: FALLBACK }],
	])('%s', async (_case, flow, heard) => {
		await answering(mode, flow);
		const turn = await box.emulator.person.say(ANN, 'Until when are you open?');
		expect(turn).toMatchObject({ ...heard, status: 200 });
	});

	it('the chosen fallback', async () => {
		await answering(mode, () => Promise.reject(new Error('broken')), { voiceFallback: 'Oh dear' });
		expect(await box.emulator.person.say(ANN, 'Hello?')).toMatchObject({ spoken: 'Oh dear' });
	});

	it('the fallback, in time, when the workflow takes too long', async () => {
		let finish!: (answer: object) => void;
		const flow = () => new Promise<object>((resolve) => (finish = resolve));
		const n8n = await answering(mode, flow, { timeout: 5 });
		const turn = await box.emulator.person.say(ANN, 'Hello?');
		expect(turn).toMatchObject({ spoken: FALLBACK, status: 200 });
		finish({ text: 'Too late' });
		n8n.flow = () => ({ text: 'In time' });
		expect(await box.emulator.person.say(ANN, 'And now?')).toMatchObject({ spoken: 'In time' });
	}, 20_000);

	it('the fallback when n8n could not start the workflow', async () => {
		const n8n = await answering(mode, () => ({ text: 'Yes' }));
		n8n.beforeExecution = () => {
			throw new Error('The data base is away');
		};
		expect(await box.emulator.person.say(ANN, 'Hello?')).toMatchObject({ spoken: FALLBACK });
	});
});

describe('without an answer of the workflow (onReceived)', () => {
	it('the caller hears nothing', async () => {
		const n8n = await answering('onReceived', () => ({ text: 'Never heard' }));
		const { spoken, deliveries } = await box.emulator.person.say(ANN, 'Hello?');
		expect(spoken).toBe('');
		expect(deliveries[0].attempts[0].responseBody).toBe('{}');
		expect(texts(n8n)).toEqual(['Hello?']);
	});

	it('the caller hears the fallback, if one was set', async () => {
		await answering('onReceived', () => ({}), { voiceFallback: 'We will text you' });
		expect(await box.emulator.person.say(ANN, 'Hello?')).toMatchObject({
			spoken: 'We will text you',
		});
	});
});

describe.each(['lastNode', 'responseNode'])('a text message beside voice (%s)', (mode) => {
	it('is acknowledged, whatever the workflow gives', async () => {
		const n8n = await answering(mode, () => ({ text: 'Not for AgentPhone' }));
		const { deliveries } = await box.emulator.person.text(ANN, 'Hello');
		expect(deliveries[0].attempts[0].responseBody).toBe('{"received":true}');
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('is not delivered again because the workflow failed', async () => {
		const n8n = await answering(mode, () => Promise.reject(new Error('broken')));
		const { deliveries } = await box.emulator.person.text(ANN, 'Hello');
		await box.emulator.settled();
		expect(statuses(deliveries[0])).toEqual([200]);
		expect(n8n.executions).toHaveLength(1);
	});

	it('is delivered again when the workflow was not started', async () => {
		const n8n = await answering(mode, () => ({}));
		let failures = 2;
		n8n.beforeExecution = () => {
			if (failures-- > 0) throw new Error('The data base is away');
		};
		const { deliveries } = await box.emulator.person.text(ANN, 'Hello');
		await box.emulator.settled();
		expect(statuses(deliveries[0])).toEqual([500, 500, 200]);
		expect(texts(n8n)).toEqual(['Hello']);
	});

	it('does not wait for a slow workflow', async () => {
		let running = false;
		let finish!: () => void;
		const n8n = await answering(mode, async () => {
			running = true;
			await new Promise<void>((resolve) => (finish = resolve));
			return { text: 'Too late' };
		});
		const sending = box.emulator.person.text(ANN, 'Hello');
		await until(() => running);
		const { deliveries } = await sending;
		expect(deliveries[0].attempts[0].responseBody).toBe('{"received":true}');
		finish();
		expect(n8n.executions).toHaveLength(1);
	}, 20_000);
});
