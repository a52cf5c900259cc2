import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { after } from '../after';

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

/**
 * The answer to one delivery, and all that is known about it. n8n writes the answer itself in most cases and offers no
 * way to hear of it or to change it, so this one response gets methods of its own, here and nowhere else.
 */
export class Reply {
	private readonly native: Pick<Response, 'json' | 'send' | 'write' | 'end'>;
	private shaping?: Shaping;
	private hasAnswered = false;
	private settle!: (wasTaken: boolean) => void;
	/** Resolves, once the delivery is answered, to whether it was taken: then its execution has started. */
	readonly outcome = new Promise<boolean>((resolve) => {
		this.settle = resolve;
	});

	constructor(private readonly response: Response) {
		const { json, send, write, end } = response;
		this.native = { json, send, write, end };
		// Not the event `finish`: it never comes when AgentPhone has hung up, and n8n answers all the same.
		Object.assign(response, { end: (...rest: unknown[]) => this.end(rest) });
	}

	/**
	 * Whether somebody waits for the answer still. An attempt that was given up is made again, wherever that arrives, so
	 * this one must not start anything.
	 */
	get isAwaited(): boolean {
		return !this.response.destroyed && !this.response.socket?.destroyed;
	}

	/** Refuses the delivery, and has n8n say nothing. */
	refuse(status: number, error: string): IWebhookResponseData {
		this.response.status(status).json({ error });
		return { noWebhookResponse: true };
	}

	/**
	 * Shapes what n8n answers when the response mode is not `onReceived`. There, n8n writes the answer from the flow's
	 * last node or a Respond to Webhook node, and what it writes must become what AgentPhone understands.
	 */
	shape(shaping: Shaping) {
		this.shaping = shaping;
		const take = (body?: unknown) => this.take(body);
		Object.assign(this.response, {
			json: take,
			send: take,
			// A file, whose bytes are no answer.
			write: (_chunk: unknown, ...rest: unknown[]) => {
				const written = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
				written?.();
				return true;
			},
		});
		void after(shaping.patience).then(() => this.answer(shaping.late()));
	}

	private end(rest: unknown[]) {
		const [chunk] = rest;
		if (this.shaping && !this.hasAnswered)
			return this.take(typeof chunk === 'function' ? undefined : chunk);
		this.settle(this.response.statusCode < 400);
		return Reflect.apply(this.native.end, this.response, rest) as Response;
	}

	private take(body: unknown) {
		const { shape, passesOnFailureToStart } = this.shaping!;
		return passesOnFailureToStart && isFailureToStart(this.response.statusCode, body)
			? this.answer(body as object, this.response.statusCode)
			: this.answer(shape(body));
	}

	private answer(body: object, status = 200) {
		const { response } = this;
		if (this.hasAnswered) return response;
		this.hasAnswered = true;
		const { json, send, write } = this.native;
		Object.assign(response, { json, send, write });
		for (const name of ['content-encoding', 'content-length', 'transfer-encoding'])
			response.removeHeader(name);
		response.setHeader('Content-Type', 'application/json; charset=utf-8');
		return response.status(status).json(body);
	}
}

/** n8n's own error, `{code, message}`: not an answer of the flow, nor that the flow ran and failed. */
function isFailureToStart(status: number, body: unknown): boolean {
	return status >= 500 && typeof (body as { code?: unknown } | undefined)?.code === 'number';
}
