/**
 * Networks that are not the public internet (IANA's special-purpose address registries, RFC 6890), as the first
 * address and the length of the prefix.
 */
const NOT_PUBLIC_IPV4: Array<[string, number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3],
];
/** Names that never mean a host on the public internet (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const NOT_PUBLIC_NAME =
	/(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|home\.arpa|default|svc|cluster|pod|consul|docker|localdomain)$/;
/** Names that anybody may use for an address that they say themselves, or that always mean this machine. */
const SAYS_ITS_ADDRESS =
	/(^|\.)(nip\.io|sslip\.io|xip\.io|traefik\.me|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|fuf\.me)$/;

/**
 * Whether a URL names a host on the public internet: no loopback, private, link-local or otherwise special address,
 * however it is spelled, and no name that is local by definition or says an address itself. A name is not resolved: the
 * addresses behind names are looked at by n8n (see `media.ts`).
 */
export function isPublicAddress(url: URL): boolean {
	const host = url.hostname.replace(/\.$/, '').toLowerCase();
	if (host.startsWith('[')) return isPublicIpv6(host.slice(1, -1));
	if (/^\d+(\.\d+){3}$/.test(host)) return isPublicIpv4(host);
	return host.includes('.') && !NOT_PUBLIC_NAME.test(host) && !SAYS_ITS_ADDRESS.test(host);
}

function isPublicIpv4(address: string): boolean {
	const bits = toBits(address);
	return !NOT_PUBLIC_IPV4.some(
		([first, length]) => bits >>> (32 - length) === toBits(first) >>> (32 - length),
	);
}

const toBits = (address: string) =>
	address.split('.').reduce((bits, part) => ((bits << 8) | Number(part)) >>> 0, 0);

/** Only global unicast (2000::/3) is public, of it not what carries or documents something else. */
function isPublicIpv6(address: string): boolean {
	const groups = expand(address);
	const [first = 0, second] = groups;
	const embedded = embeddedIpv4(groups);
	if (embedded !== undefined) return isPublicIpv4(embedded);
	const isDocumentation = first === 0x2001 && second === 0xdb8;
	return first >>> 13 === 1 && !isDocumentation;
}

/** The IPv4 address inside a mapped (::ffff:0:0/96), compatible (::/96), NAT64 or 6to4 address. */
function embeddedIpv4(groups: number[]): string | undefined {
	const prefix = groups.slice(0, 6).join();
	const ipv4Prefixes = ['0,0,0,0,0,0', '0,0,0,0,0,65535', `${0x64},${0xff9b},0,0,0,0`];
	const [high = 0, low = 0] = groups[0] === 0x2002 ? groups.slice(1, 3) : groups.slice(6);
	if (groups[0] !== 0x2002 && !ipv4Prefixes.includes(prefix)) return undefined;
	return [high >>> 8, high & 255, low >>> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 address as a URL spells it (no dots, `::` for the longest run of zeros). */
function expand(address: string): number[] {
	const [head = [], tail] = address.split('::').map((part) =>
		part
			.split(':')
			.filter(Boolean)
			.map((group) => Number.parseInt(group, 16)),
	);
	if (tail === undefined) return head;
	return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
