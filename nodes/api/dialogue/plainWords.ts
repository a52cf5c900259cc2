/**
 * What people write in many ways, as plain words: lower case, without punctuation, accents of Latin letters and skin
 * tones, separated by single blanks. Each emoji is a word. "Sí, sí!" is `si si`, "2️⃣" is `2`, "👍🏽👍" is `👍 👍`.
 */
export function plainWords(text: string): string[] {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.normalize('NFD')
		.replace(/(?<=\p{Script=Latin}\p{M}*)\p{M}/gu, '')
		.normalize('NFC')
		.replace(/[\uFE0F\u20E3]|\p{Emoji_Modifier}/gu, '')
		.replace(/(?<=\p{L})['’‘`´](?=\p{L})/gu, '')
		.replace(/\p{Extended_Pictographic}/gu, ' $& ')
		.split(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/u)
		.filter(Boolean);
}

/** The same as one text, to compare. Empty when there is nothing but punctuation. */
export const plain = (text: string): string => plainWords(text).join(' ');

/** Whether words hold all of others, next to each other and in their order. */
export function holds(words: readonly string[], others: readonly string[]): boolean {
	if (!others.length) return false;
	return words.some((_word, at) => startsWith(words.slice(at), others));
}

/** Whether words begin with others. */
export const startsWith = (words: readonly string[], others: readonly string[]): boolean =>
	others.length <= words.length && others.every((word, at) => word === words[at]);
