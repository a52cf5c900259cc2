import {
	API_KEY,
	byId,
	failureOf,
	itemsOf,
	jsonOf,
	pairsOf,
	useActionNode,
} from '../harness/engine/actionNode';
import { Engine, storeBinaryDataInFiles } from '../harness/engine/engine';
import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node';

const node = useActionNode();
const download = (parameters: object = {}) => ({
	resource: 'message',
	operation: 'downloadMedia',
	mediaSource: 'url',
	mediaUrl: '={{ $json.url }}',
	...parameters,
});
const run = async (url: string, parameters: object = {}) =>
	await node.engine.execute(download(parameters), itemsOf({ url }));
const photo = { type: 'image/jpeg', bytes: Buffer.from('a photo') };
const contentOf = ({ data }: { data: string }) => Buffer.from(data, 'base64').toString();

it('gives the file with its name and type', async () => {
	const url = node.emulator.mediaUrl('album/Summer 1.jpg', photo);
	const [item] = await run(url);
	expect(item.json).toEqual({
		mediaUrl: url,
		fileName: 'Summer 1.jpg',
		mimeType: 'image/jpeg',
		fileSize: '7 B',
	});
	expect(item.binary!.data).toMatchObject({ mimeType: 'image/jpeg', fileExtension: 'jpg' });
	expect(contentOf(item.binary!.data)).toBe('a photo');
	expect(item.pairedItem).toEqual({ item: 0 });
});

it('puts it into the field that is named', async () => {
	const [item] = await run(node.emulator.mediaUrl('a.jpg', photo), {
		binaryPropertyName: 'picture',
	});
	expect(Object.keys(item.binary!)).toEqual(['picture']);
});

it('takes the type from the name where the host does not say', async () => {
	const [item] = await run(node.emulator.mediaUrl('voice.mp3', { type: null, bytes: 'x' }));
	expect(item.json.mimeType).toBe('audio/mpeg');
});

it('follows redirects, and sends the key to no media host', async () => {
	const file = node.emulator.mediaUrl('b.jpg', photo);
	const hop = node.emulator.mediaUrl('hop', { ...photo, redirectTo: file });
	const [item] = await run(node.emulator.mediaUrl('start', { ...photo, redirectTo: hop }));
	expect(contentOf(item.binary!.data)).toBe('a photo');
	expect(node.emulator.mediaRequests).toHaveLength(3);
	expect(JSON.stringify(node.emulator.mediaRequests)).not.toContain(API_KEY);
	expect(node.emulator.mediaRequests.map(({ headers }) => headers.authorization)).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});

it('gives up redirects that do not end', async () => {
	const url = node.emulator.mediaUrl('loop', photo);
	node.emulator.mediaUrl('loop', { ...photo, redirectTo: url });
	const error = await failureOf(run(url));
	expect(error.message).toContain('more than 5 redirects');
	expect(node.emulator.mediaRequests).toHaveLength(6);
});

it('follows a redirect to nothing but a web address', async () => {
	const error = await failureOf(
		run(node.emulator.mediaUrl('r', { ...photo, redirectTo: 'file:///etc/passwd' })),
	);
	expect(error.message).toContain('redirects to something other than a web address');
});

describe.each([
	['known from the start', false],
	['known only while it comes', true],
])('a file that is too large, %s,', (_how, chunked) => {
	it('is refused', async () => {
		const megabytes = (count: number) => ({
			type: 'video/mp4',
			bytes: count * 1024 * 1024,
			chunked,
		});
		const options = { maxFileSize: 2 };
		const [item] = await run(node.emulator.mediaUrl('fits.mp4', megabytes(2)), { options });
		expect(item.binary!.data.bytes).toBe(2 * 1024 * 1024);

		const error = await failureOf(
			run(node.emulator.mediaUrl('large.mp4', megabytes(40)), { options }),
		);
		expect(error.message).toBe('The file is larger than 2 MB');
		expect(error.description).toContain('Max File Size');
		expect(node.emulator.mediaRequests).toHaveLength(2);
	});
});

it('asks again when the host fails or breaks off, and gives no part of a file', async () => {
	const url = node.emulator.mediaUrl('c.bin', {
		type: 'video/mp4',
		bytes: 300_000,
		breakAfter: 100_000,
	});
	const error = await failureOf(run(url));
	expect(error.message).toContain('could not be downloaded');
	expect(node.emulator.mediaRequests).toHaveLength(3);
});

it('tells what the host answered', async () => {
	const error = await failureOf(run(node.emulator.mediaUrl('d', { ...photo, status: 403 })));
	expect(error.message).toBe('The file could not be downloaded: its host answered with status 403');
	expect(node.emulator.mediaRequests).toHaveLength(1);
});

describe('where AgentPhone itself is on the internet', () => {
	it.each([
		'http://127.0.0.1:5678/rest/settings',
		'http://localhost/x.jpg',
		'http://2130706433/x.jpg',
		'http://[::1]/x.jpg',
		'http://[::ffff:10.0.0.1]/x.jpg',
		'http://169.254.169.254/latest/meta-data',
		'http://192.168.1.1/x.jpg',
		'http://printer.local/x.jpg',
		'http://127.0.0.1.nip.io/x.jpg',
		'http://redis.default/x.jpg',
		'http://api.default.svc/x.jpg',
	])('%s is not asked', async (url) => {
		const engine = new Engine({
			nodeType: new AgentPhone(),
			credentials: { apiKey: API_KEY, baseUrl: 'https://api.agentphone.ai' },
		});
		const error = await failureOf(engine.execute(download(), itemsOf({ url })));
		expect(error.message).toContain('is not on the public internet');
	});
});

describe('where AgentPhone itself is on a private address', () => {
	it.each([
		'http://10.0.0.1/x.jpg',
		'http://localhost:5678/rest/settings',
		'http://redis.default/',
	])('%s is not asked: only its own host is', async (url) => {
		const error = await failureOf(run(url));
		expect(error.message).toContain('is not on the public internet');
	});

	it('nor is another one asked after a redirect', async () => {
		const url = node.emulator.mediaUrl('hop', { ...photo, redirectTo: 'http://10.0.0.1/x.jpg' });
		const error = await failureOf(run(url));
		expect(error.message).toContain('is not on the public internet (10.0.0.1)');
	});
});

it('n8n is asked what is behind a name', async () => {
	const context = node.engine.executeContext(
		download(),
		itemsOf({ url: 'https://files.example/' }),
	);
	const asked: string[] = [];
	const { getSecureEgressFilter } = context.helpers;
	context.helpers.getSecureEgressFilter = (policy) => ({
		...getSecureEgressFilter(policy),
		validateUrl: async (url) => {
			asked.push(`${policy} ${String(url)}`);
			// What n8n says of a name that resolves to an internal address, which no name does here without the internet.
			const blocked = await getSecureEgressFilter(policy).validateUrl('http://127.0.0.1/');
			return blocked;
		},
	});
	const error = await failureOf(node.engine.executeIn(context));
	expect(asked).toEqual(['enforced https://files.example/']);
	expect(error.message).toContain('is not on the public internet (files.example)');
});

it.each(['', 'photo.jpg', 'file:///etc/passwd', 'data:text/plain,x'])(
	'refuses the URL "%s"',
	async (url) => {
		expect((await failureOf(run(url))).description).toBeTruthy();
		expect(node.emulator.mediaRequests).toEqual([]);
	},
);

it('goes on with the other files where the node is set to', async () => {
	const items = await node.engine.execute(
		download(),
		itemsOf({ url: 'nothing' }, { url: node.emulator.mediaUrl('e.jpg', photo) }),
		{ continueOnFail: true },
	);
	expect(items[0]).toEqual({
		json: { error: 'The media URL is not a web address', message: expect.any(String) },
		pairedItem: { item: 0 },
	});
	expect(items[1].json.fileName).toBe('e.jpg');
});

describe('of a message', () => {
	const ofMessage = (parameters: object = {}) =>
		download({
			mediaSource: 'message',
			conversationId: byId('={{ $json.conversationId }}'),
			messageId: '={{ $json.messageId }}',
			...parameters,
		});

	it('gives an item for each file', async () => {
		const { store } = node.emulator;
		const { id: conversationId } = store.addConversation();
		const mediaUrls = ['1.jpg', '2.jpg'].map((name) => node.emulator.mediaUrl(name, photo));
		const { id: messageId } = store.addMessage(conversationId, { mediaUrls });
		for (let count = 0; count < 5; count++) store.addMessage(conversationId);
		const items = await node.engine.execute(ofMessage(), itemsOf({ conversationId, messageId }));
		expect(jsonOf(items)).toEqual([
			expect.objectContaining({ conversationId, messageId, fileName: '1.jpg' }),
			expect.objectContaining({ conversationId, messageId, fileName: '2.jpg' }),
		]);
		expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 0 }]);
	});

	it('says when there is no such message, or it has no media', async () => {
		const { store } = node.emulator;
		const { id: conversationId } = store.addConversation();
		const { id: messageId } = store.addMessage(conversationId);
		const items = await node.engine.execute(
			ofMessage(),
			itemsOf({ conversationId, messageId: 'msg_x' }, { conversationId, messageId }),
			{ continueOnFail: true },
		);
		expect(jsonOf(items).map(({ error }) => error)).toEqual([
			`There is no message msg_x in the conversation ${conversationId}`,
			`The message ${messageId} has no media`,
		]);
	});
});

// The last one, for there is no way back to memory.
it('streams into n8n’s files as well', async () => {
	await storeBinaryDataInFiles();
	const [item] = await run(
		node.emulator.mediaUrl('f.mp4', { type: 'video/mp4', bytes: 3_000_000 }),
	);
	expect(item.binary!.data).toMatchObject({
		id: expect.stringContaining('filesystem'),
		bytes: 3_000_000,
	});
	const error = await failureOf(
		run(node.emulator.mediaUrl('g.mp4', { type: 'video/mp4', bytes: 3_000_000, chunked: true }), {
			options: { maxFileSize: 1 },
		}),
	);
	expect(error.message).toBe('The file is larger than 1 MB');
});

it('gives the files that are there and says of the one that is gone why, all paired', async () => {
	const { store } = node.emulator;
	const { id: conversationId } = store.addConversation();
	const gone = node.emulator.mediaUrl('gone.jpg', { ...photo, status: 404 });
	const [one, three] = ['1.jpg', '3.jpg'].map((name) => node.emulator.mediaUrl(name, photo));
	const { id: messageId } = store.addMessage(conversationId, { mediaUrls: [one, gone, three] });
	const items = await node.engine.execute(
		download({ mediaSource: 'message', conversationId: byId(conversationId), messageId }),
	);
	expect(jsonOf(items)).toMatchObject([
		{ mediaUrl: one, fileName: '1.jpg' },
		{ mediaUrl: gone, messageId, error: expect.stringContaining('status 404') },
		{ mediaUrl: three, fileName: '3.jpg' },
	]);
	expect(items.map(({ binary }) => Boolean(binary))).toEqual([true, false, true]);
	expect(pairsOf(items)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }]);
});
