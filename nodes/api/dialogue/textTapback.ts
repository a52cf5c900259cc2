import { plain } from './plainWords';

/** A tapback that came as a text: phones write them so where the other side cannot show them. */
export interface TextTapback {
	/** A tapback by AgentPhone's name, or an emoji. */
	reaction: string;
	/** The beginning of the message that it is about, or all of it. */
	quoted: string;
}

const NAMES: Record<string, string> = {
	liked: 'like',
	loved: 'love',
	disliked: 'dislike',
	'laughed at': 'laugh',
	emphasized: 'emphasize',
	emphasised: 'emphasize',
	questioned: 'question',
};
const QUOTED = String.raw`[“"„«](?<quoted>[\s\S]+)[”"“»]\s*$`;
const BY_NAME = new RegExp(
	String.raw`^\s*(?<name>${Object.keys(NAMES).join('|')}) ${QUOTED}`,
	'iu',
);
const BY_EMOJI = new RegExp(
	String.raw`^\s*(?:reacted )?\u200A?(?<emoji>\p{Extended_Pictographic}\S*) to ${QUOTED}`,
	'iu',
);
/** It takes a tapback back, which answers nothing. */
const REMOVED = new RegExp(String.raw`^\s*removed (?:a|an) .+ from ${QUOTED}`, 'iu');

/** Reads a text such as `Liked “May I book it?”` or `👍 to “May I book it?”`. */
export function readTextTapback(text: string): TextTapback | undefined {
	const { quoted: takenBack } = REMOVED.exec(text)?.groups ?? {};
	if (takenBack) return { reaction: 'removed', quoted: takenBack };
	const { name, emoji, quoted } = (BY_NAME.exec(text) ?? BY_EMOJI.exec(text))?.groups ?? {};
	if (!quoted) return undefined;
	return { reaction: name ? NAMES[name.toLowerCase()]! : emoji!, quoted };
}

/** Whether a quotation is of this message: phones cut long ones off. */
export function isQuotedFrom(message: string, quoted: string): boolean {
	const beginning = plain(quoted.replace(/(\.{3}|…)\s*$/, ''));
	return beginning !== '' && plain(message).startsWith(beginning);
}
