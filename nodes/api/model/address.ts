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

/**
 * A phone number in E.164, such as `+15550100199`, which calls and contacts want. One of ten digits without a country
 * code is North American, AgentPhone's own reading.
 *
 * @returns `undefined` for what is no phone number, and for one whose country is not certain
 */
export function toE164(address: string): string | undefined {
	const clean = cleanAddress(address);
	const digits = addressKey(clean);
	const isCertain = /^(\+|00)/.test(clean) ? E164.test(digits) : NORTH_AMERICAN.test(digits);
	return isCertain ? `+${digits}` : undefined;
}

/** Country code and number, without the plus. */
const E164 = /^[1-9]\d{6,14}$/;
const NORTH_AMERICAN = /^1[2-9]\d{9}$/;

/** What is searched for in a list of numbers, which are stored in E.164; a name, or a part of a number, as it is. */
export const searchedAddress = (text: string): string => toE164(text) ?? text;

/** Whether a phone number is written as it is dialled within its country, so that nobody can tell which country that is. */
export function isWithoutCountry(phoneNumber: string): boolean {
	const clean = cleanAddress(phoneNumber);
	return !/^(\+|00)/.test(clean) && /^0|^\d{1,9}$/.test(clean.replace(/\D/g, ''));
}

/** Whether it can be the number of somebody's phone, in whatever spelling: no short code, email address or group. */
export function isCallable(address: string): boolean {
	return isPhoneNumber(cleanAddress(address)) && /^\d{7,15}$/.test(addressKey(address));
}

export const sameAddress = (one: string, other: string): boolean =>
	addressKey(one) === addressKey(other);

const isPhoneNumber = (address: string) => /^[+\d][\d\s().\-/+]*$|^\([\d\s().\-/]+$/.test(address);
