/** The host of media: a place of its own, that behaves as badly as it is told to. */
import { useBox } from './box';

const box = useBox();

it('is another origin than the API, and remembers what it was sent', async () => {
	const url = box.emulator.mediaUrl('a photo.jpg', { type: 'image/jpeg', bytes: 'content' });
	expect(new URL(url).origin).not.toBe(new URL(box.emulator.baseUrl).origin);
	const response = await fetch(url, { headers: { 'x-mine': 'yes' } });
	expect(await response.text()).toBe('content');
	expect(response.headers.get('content-type')).toBe('image/jpeg');
	expect(box.emulator.mediaRequests).toMatchObject([
		{ method: 'GET', path: '/media/a%20photo.jpg', headers: { 'x-mine': 'yes' } },
	]);
});

it('streams files of any size', async () => {
	const bytes = 3 * 1024 * 1024 + 1;
	const whole = await fetch(box.emulator.mediaUrl('large', { type: 'video/mp4', bytes }));
	expect(whole.headers.get('content-length')).toBe(String(bytes));
	expect((await whole.arrayBuffer()).byteLength).toBe(bytes);
	const plan = { type: 'video/mp4', bytes, chunked: true };
	const chunked = await fetch(box.emulator.mediaUrl('chunked', plan));
	expect(chunked.headers.get('content-length')).toBeNull();
	expect((await chunked.arrayBuffer()).byteLength).toBe(bytes);
});

it('can leave the type out', async () => {
	const response = await fetch(box.emulator.mediaUrl('plain', { type: null, bytes: 'content' }));
	expect(response.headers.get('content-type')).toBeNull();
	expect(await response.text()).toBe('content');
});

it('can send elsewhere', async () => {
	const redirectTo = 'https://elsewhere.example/1.jpg';
	const url = box.emulator.mediaUrl('moved', { type: null, bytes: 0, redirectTo, status: 307 });
	const response = await fetch(url, { redirect: 'manual' });
	expect([response.status, response.headers.get('location')]).toEqual([307, redirectTo]);
});

it('can have lost a file, or answer with any status', async () => {
	const url = box.emulator.mediaUrl('gone', { type: 'text/plain', bytes: 'gone', status: 410 });
	expect((await fetch(url)).status).toBe(410);
	expect((await fetch(`${url}-not`)).status).toBe(404);
});

it('can be slow', async () => {
	const url = box.emulator.mediaUrl('slow', { type: 'text/plain', bytes: 'x', delay: 120 });
	const start = performance.now();
	await (await fetch(url)).text();
	expect(performance.now() - start).toBeGreaterThan(110);
});

it('can break off', async () => {
	const plan = { type: 'text/plain', bytes: 1024 * 1024, breakAfter: 1_000 };
	const response = await fetch(box.emulator.mediaUrl('broken', plan));
	await expect(response.arrayBuffer()).rejects.toThrow();
});
