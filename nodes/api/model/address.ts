/**
 * How an address is written for AgentPhone: a phone number in any format, an email address or a group ID, as it was
 * entered, but without what cannot be seen or typed. Numbers copied from contacts and web pages carry direction
 * marks, non-breaking blanks and hyphens, dashes and full-width digits.
 */
export function cleanAddress(address: string): string {
	const visible = address
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 15))
		.replace(/[\p{Pd}\u2212]/gu, '-')
		.replace(/\s+/g, ' ')
		.trim();
	if (!isPhoneNumber(visible)) return visible;
	// (0) is the zero that callers from the same country dial in place of the country code. In Italy it belongs to
	// the number.
	return /^(\+|00)(?!\s*39)/.test(visible) ? visible.replace(/\s*\(0\)\s*/, ' ') : visible;
}

/**
 * Phone numbers are passed to AgentPhone much as they were entered; this is only for telling whether two spellings
 * mean the same recipient.
 *
 * @returns the digits of a phone number with its country code (a number of ten digits without one is North
 * American, AgentPhone's own reading), or another address (email, group ID) in lower case.
 */
export function addressKey(address: string): string {
	const clean = cleanAddress(address);
	if (!isPhoneNumber(clean)) return clean.toLowerCase();
	const digits = clean.replace(/\D/g, '');
	if (clean.startsWith('+')) return digits;
	if (digits.startsWith('00')) return digits.slice(2);
	return digits.length === 10 ? `1${digits}` : digits;
}

export const sameAddress = (one: string, other: string): boolean =>
	addressKey(one) === addressKey(other);

const isPhoneNumber = (address: string) => /^[+\d][\d\s().\-/+]*$|^\([\d\s().\-/]+$/.test(address);
