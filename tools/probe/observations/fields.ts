import { notSeen, seen, type Observations } from '../observation';
import type { Row } from '../sample';

const OPTIONAL = ['agentId', 'groupId', 'groupName', 'participants', 'metadata'];

export const emptyFields: Observations['emptyFields'] = ({ conversations }) => {
	const values = conversations.flatMap((row) => OPTIONAL.map((field) => row[field]));
	const hasNull = values.includes(null);
	const hasAbsent = values.includes(undefined);
	if (hasNull && hasAbsent) return notSeen('some are null and some are absent');
	if (hasNull) return seen('null');
	return hasAbsent ? seen('absent') : notSeen('no conversation has an empty field');
};

export const mediaUrls: Observations['mediaUrls'] = ({ messages }) => {
	if (messages.some((message) => 'mediaUrls' in message)) return seen('present');
	const hasMedia = messages.some(({ mediaUrl }) => mediaUrl);
	return hasMedia ? seen('absent') : notSeen('no message has media');
};

/** Pictures without a text, of one time and in one direction, are what a carousel looks like in pieces. */
export const carousel: Observations['carousel'] = ({ messages }) => {
	const isWhole = messages.some((message) => mediaOf(message) > 1);
	const pictures = messages.filter((message) => message.body === '' && mediaOf(message) === 1);
	const times = pictures.map((row) => `${row.receivedAt} ${row.fromNumber} ${row.toNumber}`);
	const isApart = new Set(times).size < times.length;
	if (isWhole && isApart) return notSeen('carousels come in both ways');
	if (isWhole) return seen('oneMessage');
	return isApart ? seen('separateMessages') : notSeen('no message looks like a carousel');
};

function mediaOf({ mediaUrl, mediaUrls }: Row): number {
	return Array.isArray(mediaUrls) ? mediaUrls.length : mediaUrl ? 1 : 0;
}
