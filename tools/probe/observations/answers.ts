import { notSeen, seen, type Observations } from '../observation';
import { shapeOf } from '../refusals';
import type { Row } from '../sample';

/** By asking for a conversation that does not exist. */
export const errorShape: Observations['errorShape'] = ({ refusals }) => {
	const shape = shapeOf(refusals.missing);
	if (shape === 'error' || shape === 'detail') return seen(shape);
	return notSeen('a conversation that does not exist was not answered with an error that is known');
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
