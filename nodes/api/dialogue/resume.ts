import {
	sleep,
	type IN8nHttpFullResponse,
	type IPollFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { Api } from '../http/api';
import { policyOf } from '../http/policy';
import { isNeverSent, readConnectionError } from '../http/retry';
import { parseTimestamp } from '../model/timestamps';
import type { JsonObject } from '../model/types';
import { readOutcome, type Heard, type Hint } from './protocol';
import { changeWaiting, fetchWaiting } from './store';
import {
	closed,
	isOver,
	readWaiting,
	withoutOver,
	type OpenQuestion,
	type Waiting,
} from './waiting';

const SHORT = { attempts: 2, answer: 5_000 };

/** `resumed`: it is dealt with, and starts nothing. `start`: it starts the workflow. `later`: it comes back. */
export type Resumption = 'resumed' | 'start' | 'later';

/** The questions that something said may answer, in the order in which they are tried. */
export function questionsFor({ open }: Waiting, { reaction, messageId }: Heard): OpenQuestion[] {
	const latestFirst = [...open].reverse();
	return reaction === null
		? latestFirst
		: latestFirst.filter(({ id, repeats = [] }) => [id, ...repeats].includes(messageId ?? ''));
}

/**
 * Hands on what somebody said to the executions that wait for it. For both triggers.
 *
 * What is posted goes to n8n's own address and nowhere else, whatever the metadata says.
 *
 * @param ownUrl some webhook's address of this n8n
 */
export async function resumeQuestion(
	context: IWebhookFunctions | IPollFunctions,
	waiting: Waiting,
	heard: Heard,
	ownUrl: string,
): Promise<Resumption> {
	const over: string[] = [];
	let result: Resumption = 'start';
	for (const question of questionsFor(waiting, heard)) {
		if (!isOwn(question.url, ownUrl)) continue;
		const posted = isOver(question, Date.now()) ? 'gone' : await post(context, question, heard);
		if (posted === 'gone') over.push(question.id);
		else if (posted !== 'start') {
			result = posted;
			break;
		}
	}
	if (over.length) await tidyUp(context, over, heard);
	// What came back for long enough is not worth losing: AgentPhone gives up at some time.
	return result === 'later' && !isFresh(heard, policyOf(context).resuming.comingBack)
		? 'start'
		: result;
}

/** An unreadable time counts as long ago. */
const isFresh = ({ at }: Heard, comingBack: number) =>
	Date.now() - parseTimestamp(at) / 1_000 < comingBack;

/** Whether an address is one where this n8n resumes executions. */
function isOwn(url: string, ownUrl: string): boolean {
	if (!URL.canParse(url) || !URL.canParse(ownUrl)) return false;
	const [{ origin, pathname, searchParams, username, password }, own] = [
		new URL(url),
		new URL(ownUrl),
	];
	return (
		origin === own.origin &&
		!username &&
		!password &&
		RESUME_PATH.test(pathname) &&
		searchParams.has('signature')
	);
}

/** `…/webhook-waiting/<execution>/<node>`; how the first part is called can be configured. */
const RESUME_PATH = /\/[\w-]+\/[\w-]+\/[\w-]+$/;

type Posted = Resumption | 'gone';

async function post(
	context: IWebhookFunctions | IPollFunctions,
	{ id, url }: OpenQuestion,
	heard: Heard,
): Promise<Posted> {
	const { conversationId, ...rest } = heard;
	const hint: Hint = { ...rest, question: id };
	const { untilStored, between } = policyOf(context).resuming;
	const giveUpAt = Date.now() + untilStored;
	for (;;) {
		const response = await send(context, url, hint);
		if (typeof response === 'string') return response;
		const outcome = readOutcome(response.body);
		if (outcome === 'answered' || outcome === 'askedAgain') return 'resumed';
		if (outcome === 'notAnAnswer') return 'start';
		const isTooEarly = outcome === 'notThere' || isRunning(response);
		if (!isTooEarly) return outcome === 'failed' || isPassing(response) ? 'later' : 'gone';
		if (Date.now() >= giveUpAt) {
			if (outcome === 'notThere') return 'start';
			return (await isStillOpen(context, id, conversationId)) ? 'later' : 'start';
		}
		await sleep(between);
	}
}

/** @returns what becomes of it, when n8n did not answer */
async function send(
	context: IWebhookFunctions | IPollFunctions,
	url: string,
	hint: Hint,
): Promise<IN8nHttpFullResponse | Resumption> {
	try {
		return (await context.helpers.httpRequest({
			method: 'POST',
			url,
			body: { ...hint },
			json: true,
			timeout: policyOf(context).resuming.answer,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as IN8nHttpFullResponse;
	} catch (error) {
		context.logger.warn(
			`The node "${context.getNode().name}" could not reach this n8n to resume an execution: ${(error as Error).message}`,
		);
		// What may have been resumed must not start the workflow as well; what never got there must not be lost.
		return isNeverSent(readConnectionError(error).code) ? 'start' : 'later';
	}
}

/** It is asking still, and not yet stored as waiting; or another answer has just resumed it. */
const isRunning = ({ statusCode, body }: IN8nHttpFullResponse) =>
	statusCode === 409 && /running/i.test(JSON.stringify(body) ?? '');

/** n8n, or what stands before it, cannot answer at the moment. */
const isPassing = ({ statusCode }: IN8nHttpFullResponse) =>
	statusCode === 429 || (statusCode > 500 && statusCode <= 504);

/** Whether the question is not answered, so that its execution has yet to be stored as waiting. */
async function isStillOpen(
	context: IWebhookFunctions | IPollFunctions,
	id: string,
	conversationId: string | null,
): Promise<boolean> {
	if (conversationId === null) return false;
	const api = await Api.for(context, SHORT);
	const { metadata } = await fetchWaiting(api, conversationId);
	return readWaiting(metadata as JsonObject | null).open.some((question) => question.id === id);
}

/** Takes questions away that nobody waits for any more. If that fails, the next text does it. */
async function tidyUp(
	context: IWebhookFunctions | IPollFunctions,
	ids: readonly string[],
	{ conversationId, at }: Heard,
) {
	if (conversationId === null) return;
	const to = Number.isNaN(parseTimestamp(at)) ? new Date().toISOString() : at;
	try {
		await changeWaiting(await Api.for(context, SHORT), conversationId, (waiting) =>
			ids.reduce((left, id) => closed(left, id, { to }), withoutOver(waiting, Date.now())),
		);
	} catch (error) {
		context.logger.debug(
			`Questions that are over could not be removed: ${(error as Error).message}`,
		);
	}
}
