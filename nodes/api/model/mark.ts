import { createHash } from 'crypto';

export const MARK_LENGTH = 8;

/**
 * A text's mark, to remember it in few bytes: 48 bits of its SHA-256, written in {@link MARK_LENGTH} characters. Among 500
 * remembered ones, a new one is mistaken for an old one once in 500,000,000,000 times.
 */
export function markOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, MARK_LENGTH);
}
