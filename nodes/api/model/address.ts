/**
 * Phone numbers are passed to AgentPhone as they were entered; this is only for telling whether two spellings mean
 * the same recipient.
 *
 * @returns the digits of a phone number with its country code (a number of ten digits without one is North
 * American, AgentPhone's own reading), or another address (email, group ID) in lower case.
 */
export function addressKey(address: string): string {
	const trimmed = address.trim();
	if (!/^[+\d][\d\s().\-/+]*$|^\([\d\s().\-/]+$/.test(trimmed)) return trimmed.toLowerCase();
	const digits = trimmed.replace(/\D/g, '');
	if (trimmed.startsWith('+')) return digits;
	if (digits.startsWith('00')) return digits.slice(2);
	return digits.length === 10 ? `1${digits}` : digits;
}

export const sameAddress = (one: string, other: string): boolean =>
	addressKey(one) === addressKey(other);
