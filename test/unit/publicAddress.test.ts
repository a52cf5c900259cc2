import { BlockList } from 'node:net';

import fc from 'fast-check';

import { isPublicAddress } from '../../nodes/api/media/publicAddress';

const isPublic = (url: string) => isPublicAddress(new URL(url));

it.each([
	'https://media.agentphone.ai/a.jpg',
	'https://93.184.216.34/',
	'http://[2606:2800:220:1:248:1893:25c8:1946]/',
	'https://localhost.example.com/',
	'https://example.com./',
	'http://172.32.0.1/',
	'http://[::ffff:8.8.8.8]/',
	'https://default.example.com/',
	'https://notnip.io/',
])('%s is public', (url) => {
	expect(isPublic(url)).toBe(true);
});

it.each([
	'http://localhost/',
	'http://LOCALHOST./',
	'http://api.localhost/',
	'http://printer.local/',
	'http://metadata.google.internal/',
	'http://redis.default/',
	'http://api.default.svc/',
	'http://api.default.svc.cluster.local/',
	'http://127.0.0.1.nip.io/',
	'http://7f000001.sslip.io/',
	'http://app.localtest.me./',
	'http://n8n/',
	'http://0/',
	'http://127.1/',
	'http://0x7f000001/',
	'http://017700000001/',
	'http://10.1.2.3/',
	'http://172.16.0.1/',
	'http://172.31.255.255/',
	'http://192.168.0.1/',
	'http://100.64.0.1/',
	'http://169.254.169.254/',
	'http://224.0.0.1/',
	'http://255.255.255.255/',
	'http://[::]/',
	'http://[::1]/',
	'http://[::ffff:127.0.0.1]/',
	'http://[::ffff:a00:1]/',
	'http://[64:ff9b::a00:1]/',
	'http://[2002:7f00:1::]/',
	'http://[fe80::1]/',
	'http://[fd00:ec2::254]/',
	'http://[ff02::1]/',
	'http://[2001:db8::1]/',
])('%s is not', (url) => {
	expect(isPublic(url)).toBe(false);
});

it('agrees with Node on where private networks begin and end', () => {
	const special = new BlockList();
	for (const [network, prefix] of [
		['10.0.0.0', 8],
		['127.0.0.0', 8],
		['169.254.0.0', 16],
		['172.16.0.0', 12],
		['192.0.0.0', 24],
		['192.0.2.0', 24],
		['192.168.0.0', 16],
	] as const)
		special.addSubnet(network, prefix);
	const byte = fc.nat(255);
	const address = fc
		.tuple(
			fc.constantFrom(9, 10, 11, 126, 127, 128, 168, 169, 170, 171, 172, 173, 192),
			byte,
			byte,
			byte,
		)
		.map((bytes) => bytes.join('.'));
	fc.assert(
		fc.property(address, (ip) => {
			expect(isPublic(`http://${ip}/`)).toBe(!special.check(ip));
		}),
		{ numRuns: 2_000 },
	);
});
