import { notSeen, seen, type Observations } from '../observation';
import type { Row } from '../sample';

/** By asking for a conversation that does not exist. */
export const errorShape: Observations['errorShape'] = async (_sample, ask) => {
	const { status, body } = await ask('/v1/conversations/probe_no_such_conversation');
	if (status < 400 || typeof body !== 'object' || body === null)
		return notSeen('a conversation that does not exist was not answered with an error in JSON');
	if ('error' in body) return seen('error');
	return 'detail' in body ? seen('detail') : notSeen('errors have another shape');
};

export const callTranscript: Observations['callTranscript'] = async ({ calls }, ask) => {
	const call = calls.find(({ lastTranscriptSnippet }) => lastTranscriptSnippet);
	if (!call) return notSeen('nothing was said in the latest calls');
	const { body } = await ask(`/v1/calls/${encodeURIComponent(String(call.id))}`);
	const detail = (body ?? {}) as Row;
	if (Array.isArray(detail.transcripts)) return seen('exchanges');
	if (Array.isArray(detail.transcript)) return seen('turns');
	return 'id' in detail ? seen('absent') : notSeen('the call could not be read');
};
