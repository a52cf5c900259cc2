/** Whom a message can be addressed to. */
export type AddressKind = 'phone' | 'shortCode' | 'email' | 'group';

export interface Address {
	kind: AddressKind;
	/** Normalised: E.164 for phones, lower case for emails. */
	value: string;
}

/**
 * Reads a phone number in any format, a short code, an email or a group id, so that "+1 (415) 555-0100" and
 * "4155550100" are one person. `undefined` when it is none of them.
 */
export function readAddress(text: string): Address | undefined {
	const trimmed = text.trim();
	if (/^grp_\w+$/.test(trimmed)) return { kind: 'group', value: trimmed };
	if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed))
		return { kind: 'email', value: trimmed.toLowerCase() };
	if (!/^\+?[\d\s().-]+$/.test(trimmed)) return undefined;
	const digits = trimmed.replace(/\D/g, '');
	if (!trimmed.startsWith('+') && digits.length >= 3 && digits.length <= 6)
		return { kind: 'shortCode', value: digits };
	if (digits.length < 7 || digits.length > 15) return undefined;
	if (trimmed.startsWith('+')) return { kind: 'phone', value: `+${digits}` };
	return { kind: 'phone', value: digits.length === 10 ? `+1${digits}` : `+${digits}` };
}

/** The normalised form; text that is no address stays as it is. */
export function normalise(text: string): string {
	return readAddress(text)?.value ?? text.trim();
}
