import type { Api, Deed } from '../http/api';
import { path } from '../http/path';
import { unlessGone } from '../http/errors';
import { searchedAddress } from '../model/address';
import { createCallHints, endCallHints } from './hints/calls';
import type { CallSummary, CallTurn, JsonObject, Page } from '../model/types';

/** Who is called, by which agent, and how. */
export interface CallDraft {
	agentId: string;
	toNumber: string;
	/** What the agent says first; empty: it waits until it is spoken to. */
	initialGreeting?: string;
	/** With one, AgentPhone's own model talks; without, the webhook answers each turn. */
	systemPrompt?: string;
	modelTier?: string;
	/** What `{{name}}` stands for in the prompt and the greeting. */
	variables?: JsonObject;
	voice?: string;
	fromNumberId?: string;
	callScreeningIdentity?: string;
	callScreeningPurpose?: string;
	disableRecording?: boolean;
}

/** A call, and what was said in it. How the detail carries that differs; `transcript` is there in any case. */
export type Call = CallSummary & { transcript: CallTurn[] };

const CALLING: Deed = {
	done: 'the call was placed',
	advice:
		'It may have been placed. Read the newest calls with Call: Get Many before placing it again.',
};

/** Calls a person. Never repeated unless it was certainly not placed. Answered at once, while it rings. */
export async function createCall(api: Api, call: CallDraft): Promise<object> {
	return await api.request({
		method: 'POST',
		path: '/v1/calls',
		body: { ...call } as JsonObject,
		deed: CALLING,
		hints: createCallHints,
	});
}

/** What AgentPhone's detail of a call may carry of what was said. */
interface CallDetail extends CallSummary {
	transcript?: unknown;
	transcripts?: Array<{ transcript?: string; response?: string | null; createdAt?: string }>;
}

/** A call with its transcript, which is asked for on its own where the detail has none. @throws NodeApiError 404 */
export async function getCall(api: Api, id: string): Promise<Call> {
	const detail = await api.request<Partial<CallDetail> | null>({ path: path`/v1/calls/${id}` });
	const { transcripts, ...call }: Partial<CallDetail> = detail ?? { id };
	const transcript = Array.isArray(call.transcript)
		? (call.transcript as CallTurn[])
		: Array.isArray(transcripts)
			? transcripts.flatMap((exchange) => turnsOf(exchange ?? {}))
			: await readTranscript(api, id);
	return { ...(call as CallSummary), transcript };
}

async function readTranscript(api: Api, id: string): Promise<CallTurn[]> {
	const answer = await api
		.request<{ transcript?: CallTurn[] } | null>({ path: path`/v1/calls/${id}/transcript` })
		.catch(unlessGone);
	return answer?.transcript ?? [];
}

/** An exchange: what the person said, and what was answered. */
function turnsOf({
	transcript,
	response,
	createdAt,
}: NonNullable<CallDetail['transcripts']>[number]): CallTurn[] {
	const time = createdAt === undefined ? {} : { createdAt };
	return [
		...(transcript ? [{ role: 'user', content: transcript, ...time }] : []),
		...(response ? [{ role: 'agent', content: response, ...time }] : []),
	];
}

export interface CallFilters {
	status?: string;
	direction?: string;
	type?: string;
	search?: string;
}

/** One page of the calls, up to 100 rows, the newest first. @param query with a search by number, in any spelling */
export async function listCalls(
	api: Api,
	query: CallFilters & { limit?: number; offset?: number },
): Promise<Page<CallSummary>> {
	const search = query.search && searchedAddress(query.search);
	return await api.request({ path: '/v1/calls', query: { ...query, search } });
}

/** Ends a call. Twice does the same as once. @throws NodeApiError 409 when it is over */
export async function endCall(api: Api, id: string): Promise<object> {
	return await api.request({
		method: 'POST',
		path: path`/v1/calls/${id}/end`,
		repeat: 'safe',
		hints: endCallHints,
	});
}
