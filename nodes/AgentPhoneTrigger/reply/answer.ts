import type { IWebhookFunctions } from 'n8n-workflow';

import { after } from '../delivery/after';

/** The HTTP response of a delivery: Express's, as n8n hands it over and later answers with it. */
type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** What becomes of the answer that n8n is about to give. */
export interface Shaping {
	/** The JSON to send, made of the body that n8n wanted to send (`undefined` for a file or nothing at all). */
	shape(body: unknown): object;
	/** How long n8n may take, in milliseconds. */
	patience: number;
	/** The JSON to send when it took longer; what n8n says after that is not heard. */
	late(): object;
	/** Whether n8n's own error, that no execution could be started, is passed on, so that AgentPhone delivers again. */
	passesOnFailureToStart: boolean;
}

/** Resolves, once a delivery is answered, to whether it was taken: then its execution has started. */
export async function outcomeOf(response: Response): Promise<boolean> {
	return await new Promise((resolve) => {
		const end = response.end.bind(response) as (...rest: unknown[]) => Response;
		// Not the event `finish`: it never comes when AgentPhone has hung up, and n8n answers all the same.
		response.end = ((...rest: unknown[]) => {
			resolve(response.statusCode < 400);
			return end(...rest);
		}) as Response['end'];
	});
}

/**
 * Shapes what n8n answers when the response mode is not `onReceived`. There, n8n writes the answer itself, from the
 * flow's last node or a Respond to Webhook node, and offers no way to turn it into what AgentPhone understands. So this
 * one response gets its own `json`, `send`, `write` and `end`, the four through which n8n answers.
 */
export function shapeAnswer(response: Response, shaping: Shaping) {
	const { json, send, write, end } = response;
	let answered = false;
	const answer = (body: object, status = 200) => {
		if (answered) return response;
		answered = true;
		Object.assign(response, { json, send, write, end });
		for (const name of ['content-encoding', 'content-length', 'transfer-encoding'])
			response.removeHeader(name);
		response.setHeader('Content-Type', 'application/json; charset=utf-8');
		return response.status(status).json(body);
	};
	const take = (body?: unknown) =>
		shaping.passesOnFailureToStart && isFailureToStart(response.statusCode, body)
			? answer(body as object, response.statusCode)
			: answer(shaping.shape(body));
	Object.assign(response, {
		json: take,
		send: take,
		// A file, whose bytes are no answer.
		write: (_chunk: unknown, ...rest: unknown[]) => {
			const written = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
			written?.();
			return true;
		},
		end: (chunk?: unknown) => take(typeof chunk === 'function' ? undefined : chunk),
	});
	void after(shaping.patience).then(() => answer(shaping.late()));
}

/** n8n's own error, `{code, message}`: not an answer of the flow, nor that the flow ran and failed. */
function isFailureToStart(status: number, body: unknown): boolean {
	return status >= 500 && typeof (body as { code?: unknown } | undefined)?.code === 'number';
}
