import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

const PRIVATE = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
] as const)
	PRIVATE.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
	['::', 127],
	['fc00::', 7],
	['fe80::', 10],
] as const)
	PRIVATE.addSubnet(network, prefix, 'ipv6');

/** Why AgentPhone could not deliver to a URL from the internet; `undefined` when it could. */
export async function whyNotPublic(url: string): Promise<string | undefined> {
	if (!URL.canParse(url)) return 'Webhook URL is not a valid URL';
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'https:') return 'Webhook URL must use HTTPS';
	const host = hostname.replace(/^\[|\]$/g, '');
	const addresses = isIP(host)
		? [{ address: host }]
		: await lookup(host, { all: true }).catch(() => []);
	if (addresses.length === 0) return `Webhook URL host ${host} does not resolve`;
	const isPrivate = addresses.some(({ address }) =>
		PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
	);
	return isPrivate ? 'Webhook URL must not point to a private network' : undefined;
}
