/** What the trigger does around a start: leave a conversation to a person, show that somebody is typing. */
import { ANN, setUp, statuses, texts, until } from '../harness/engine/triggerFixture';

const box = setUp();
const later = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const typed = () => box.emulator.requests.filter(({ path }) => path.endsWith('/typing')).length;

function conversation(metadata: Record<string, unknown>) {
	const { id } = box.emulator.store.addConversation({
		participant: ANN,
		channel: 'imessage',
		metadata: metadata as never,
	});
	return id;
}

describe('a conversation that a person has taken over', () => {
	it('starts nothing until the time in its metadata', async () => {
		const n8n = await box.n8n({ parameters: { options: { pausedKey: 'pausedUntil' } } });
		await n8n.activate();
		const id = conversation({ pausedUntil: later(60) });
		const paused = await box.emulator.person.text(ANN, 'one');
		expect(statuses(paused.deliveries[0])).toEqual([200]);
		const reaction = await box.emulator.person.react(paused.messageId!, 'love');
		expect(statuses(reaction.deliveries[0])).toEqual([200]);
		box.emulator.store.conversation(id)!.metadata = { pausedUntil: later(-1) };
		await box.emulator.person.text(ANN, 'two');
		expect(texts(n8n)).toEqual(['two']);
	});

	it('is known by the key that was chosen', async () => {
		const n8n = await box.n8n({ parameters: { options: { pausedKey: 'human' } } });
		await n8n.activate();
		const id = conversation({ human: true });
		await box.emulator.person.text(ANN, 'one');
		box.emulator.store.conversation(id)!.metadata = { pausedUntil: later(60) };
		await box.emulator.person.text(ANN, 'two');
		expect(texts(n8n)).toEqual(['two']);
	});

	it('starts as ever without the option, and where the value names no time, which the log says once', async () => {
		const n8n = await box.n8n();
		await n8n.activate();
		conversation({ pausedUntil: 'tomorrow' });
		await box.emulator.person.text(ANN, 'one');
		expect(n8n.log).toEqual([]);
		n8n.parameters = { options: { pausedKey: 'pausedUntil' } };
		await box.emulator.person.text(ANN, 'two');
		await box.emulator.person.text(ANN, 'three');
		expect(texts(n8n)).toEqual(['one', 'two', 'three']);
		expect(n8n.log).toEqual([
			expect.stringMatching(/is not paused: its metadata says pausedUntil "tomorrow"/),
		]);
	});

	it('while a message is held leaves that alone too', async () => {
		const n8n = await box.n8n({
			parameters: { options: { pausedKey: 'pausedUntil', waitForPause: 1 } },
		});
		await n8n.activate();
		const id = conversation({});
		const said = box.emulator.person.text(ANN, 'one');
		await new Promise((resolve) => setTimeout(resolve, 300));
		box.emulator.store.conversation(id)!.metadata = { pausedUntil: later(60) };
		expect(statuses((await said).deliveries[0]!)).toEqual([200]);
		expect(n8n.executions).toEqual([]);
	});

	it('cannot be named by nothing', async () => {
		const n8n = await box.n8n({ parameters: { options: { pausedKey: ' ' } } });
		await expect(n8n.activate()).rejects.toThrow(/Paused Key is empty/);
	});
});

describe('the typing indicator', () => {
	const parameters = { options: { showTyping: true } };

	it('appears as the workflow starts, and only then', async () => {
		const n8n = await box.n8n({ parameters });
		await n8n.activate();
		await box.emulator.person.text(ANN, 'one', { channel: 'imessage' });
		await until(() => typed() === 1);
		n8n.parameters = {};
		await box.emulator.person.text(ANN, 'two', { channel: 'imessage' });
		n8n.parameters = { events: ['agent.reaction'], ...parameters };
		await box.emulator.person.text(ANN, 'three', { channel: 'imessage' });
		n8n.parameters = parameters;
		await box.emulator.person.text('+15550100003', 'by SMS', { channel: 'sms' });
		expect(texts(n8n)).toEqual(['one', 'two', 'by SMS']);
		expect(typed()).toBe(1);
	});

	it('costs the delivery nothing when it hangs or fails, and the log says so', async () => {
		const n8n = await box.n8n({ parameters });
		await n8n.activate();
		const hang = box.emulator.faults.add({ kind: 'hang', path: /typing$/, times: 1 });
		const began = Date.now();
		await box.emulator.person.text(ANN, 'one', { channel: 'imessage' });
		expect(Date.now() - began).toBeLessThan(2_000);
		await until(() => hang.hits === 1);
		box.emulator.faults.add({ kind: 'status', status: 500, path: /typing$/ });
		const second = await box.emulator.person.text(ANN, 'two', { channel: 'imessage' });
		expect(statuses(second.deliveries[0]!)).toEqual([200]);
		await until(() => n8n.log.some((line) => line.includes('could not show the typing indicator')));
		expect(texts(n8n)).toEqual(['one', 'two']);
	});
});
