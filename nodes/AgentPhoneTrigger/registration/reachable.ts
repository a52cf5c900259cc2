import type { IHookFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

/** Whether deliveries to a URL arrive. `unknown`: it says nothing about it. */
export type Reach = 'alive' | 'dead' | 'unknown';

/** Milliseconds: n8n waits for it. */
const PATIENCE = 5_000;
/** Where n8n receives what comes to an AgentPhone Trigger. It refuses what is not signed, so asking starts nothing. */
const OF_A_TRIGGER = /\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/webhook$/i;

/**
 * Finds out whether somebody receives what is delivered to a URL, without starting anything there. To a request of
 * another origin n8n says which methods a webhook takes: none, when its workflow is off (`webhook-request-handler`).
 */
export async function lookAt(context: IHookFunctions, url: string): Promise<Reach> {
	const look = await ask(context, 'HEAD', url);
	if (!look || isFault(look)) return 'unknown';
	const methods = look.headers['access-control-allow-methods'];
	if (typeof methods === 'string') return takesPosts(methods) ? 'alive' : 'dead';
	if (OF_A_TRIGGER.test(new URL(url).pathname)) {
		const answer = await ask(context, 'POST', url);
		if (!answer || isGone(answer)) return answer ? 'dead' : 'unknown';
		// Anything but the refusal is somebody else’s answer, at an address that n8n has no more.
		return answer.statusCode === 401 ? 'alive' : 'unknown';
	}
	// A server that takes only POST may answer HEAD with 404. To post there could start something.
	return isGone(look) ? 'unknown' : 'alive';
}

const takesPosts = (methods: string) => /POST|\*/i.test(methods);

/** A server that fails, or what stands in its place: an ended tunnel, a gateway. */
const isFault = ({ statusCode, headers }: IN8nHttpFullResponse) =>
	statusCode >= 500 || 'ngrok-error-code' in headers;

/**
 * Why n8n cannot reach an address of its own.
 *
 * @returns `undefined` when it can: then there is an answer, and be it that nothing is registered there yet
 */
export async function whyUnreachable(
	context: IHookFunctions,
	url: string,
): Promise<string | undefined> {
	let failure = 'no answer';
	const answer = await ask(context, 'POST', url, ({ message }) => (failure = message));
	if (!answer) return failure;
	const { statusCode, headers } = answer;
	// A tunnel that has ended answers in the place of n8n.
	const isStranger = statusCode === 404 && !/json/i.test(String(headers['content-type'] ?? ''));
	return statusCode >= 500 || isStranger ? `it answers with status ${statusCode}` : undefined;
}

const isGone = ({ statusCode }: IN8nHttpFullResponse) => [404, 410].includes(statusCode);

/** @returns `undefined` when there is no answer */
async function ask(
	context: IHookFunctions,
	method: 'HEAD' | 'POST',
	url: string,
	onFailure: (error: Error) => void = () => {},
): Promise<IN8nHttpFullResponse | undefined> {
	try {
		return (await context.helpers.httpRequest({
			method,
			url,
			headers: { Origin: new URL(url).origin },
			timeout: PATIENCE,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as IN8nHttpFullResponse;
	} catch (error) {
		onFailure(error as Error);
		return undefined;
	}
}
