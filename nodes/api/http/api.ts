import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	INode,
	IPollFunctions,
	ISupplyDataFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { apiError, redact } from './errors';
import { Gate, type Told } from './gate/gate';
import type { PaceLimit } from './gate/pace';
import { adviseLooking, type Hint } from './hints';
import { policyOf, type Policy } from './policy';
import { readApiMessage, type Failure } from './failure';
import {
	describeLongWait,
	isNeverSent,
	isRule,
	isRepeatable,
	mayBeDone,
	mostAttempts,
	readConnectionError,
	readRetryAfter,
	waitBefore,
	type Repeat,
} from './retry';
import type { Json } from '../model/types';

/** Everything that n8n lets a node do: run, register a webhook, receive one, poll, supply an agent, fill a list. */
export type ApiContext =
	| IExecuteFunctions
	| IHookFunctions
	| IWebhookFunctions
	| IPollFunctions
	| ISupplyDataFunctions
	| ILoadOptionsFunctions;

export interface ApiRequest {
	method?: IHttpRequestMethods;
	/** Made by {@link file://./path.ts}, so that IDs are encoded. Starts with `/v1/`. */
	path: string;
	/** Query parameters; those without a value are left out. */
	query?: Record<string, string | number | undefined>;
	/** The JSON body. */
	body?: Json;
	/**
	 * Whether it may be made again. By default a POST may not, unless it was certainly not carried out: forgetting to say
	 * so must not write to anybody twice.
	 */
	repeat?: Repeat;
	/** A limit of AgentPhone's for this call alone. It is kept to, so that nothing is refused. */
	pace?: PaceLimit;
	/** What to do about failures that only this endpoint has. */
	hints?: readonly Hint[];
	/** What nobody knows to be done when the answer is lost, in words. */
	deed?: Deed;
}

/** What a request does that must not be done twice, as errors say it. */
export interface Deed {
	/** `it was sent` */
	done: string;
	/** `It may have been sent. Look …, before …`. */
	advice: string;
}

const SENDING: Deed = {
	done: 'it was sent',
	advice:
		'It may have been sent. Look at the conversation in AgentPhone, or read its newest messages with Message: Get Many, before sending it again.',
};

/**
 * The address of the API without `/v1` and without a slash at the end.
 *
 * @throws NodeOperationError when it is none that requests can be made to; what it holds is not shown, because a password
 * may be in it.
 */
function readBaseUrl(node: INode, value: unknown): string {
	const refuse = (what: string) =>
		new NodeOperationError(node, `The Base URL of the AgentPhone credential ${what}`, {
			description: 'Set it to https://api.agentphone.ai, or to the address AgentPhone gave you.',
		});
	const text = String(value ?? '').trim();
	if (!/^https?:\/\/[^/\s]+$|^https?:\/\/[^/\s]+\/\S*$/i.test(text) || !URL.canParse(text))
		throw refuse('is not a web address');
	const { username, password, search, hash } = new URL(text);
	if (username || password) throw refuse('holds a user name or a password, which it must not');
	if (search || hash) throw refuse('ends in a query, which it must not');
	return text.replace(/[?#]*$/, '').replace(/(\/v1)?\/*$/i, '');
}

/**
 * The one way out to AgentPhone. Made once per execution, so that a rate limit met by one request slows all of
 * them down.
 */
export class Api {
	private readonly gate: Gate;
	private readonly subAccountId: string;
	/** What no error may show. */
	private readonly secrets: string[];

	private constructor(
		private readonly context: ApiContext,
		/** How patient its requests are. */
		readonly policy: Readonly<Policy>,
		/** Scheme, host and base path, without a slash at the end. */
		readonly baseUrl: string,
		private readonly credentials: ICredentialDataDecryptedObject,
	) {
		this.gate = new Gate(policy.atOnce, this.cancelSignal, () => this.stopped());
		this.subAccountId = String(credentials.subAccountId ?? '').trim();
		this.secrets = [credentials.apiKey, credentials.webhookSecret].map((secret) =>
			String(secret ?? ''),
		);
	}

	/**
	 * @param changes to the policy of the context: see {@link policyOf}
	 * @throws NodeOperationError when the credential has no usable base URL.
	 */
	static async for(context: ApiContext, changes: Partial<Policy> = {}): Promise<Api> {
		const credentials = await context.getCredentials('agentPhoneApi');
		const baseUrl = readBaseUrl(context.getNode(), credentials.baseUrl);
		const trimmed = Object.fromEntries(
			Object.entries(credentials).map(([name, value]) => [
				name,
				typeof value === 'string' ? value.trim() : value,
			]),
		);
		return new Api(context, policyOf(context, changes), baseUrl, { ...trimmed, baseUrl });
	}

	get node(): INode {
		return this.context.getNode();
	}

	/** Whether n8n asked this execution to stop. */
	get cancelled(): boolean {
		return this.cancelSignal?.aborted ?? false;
	}

	/** How many requests are made at a time, at present: it is found while they are made. */
	get atOnce(): number {
		return this.gate.atOnce;
	}

	/** Whether AgentPhone said at least once that there are too many requests. */
	get wasRateLimited(): boolean {
		return this.gate.wasClosed;
	}

	/**
	 * Makes a request and gives the parsed answer (`null` for an empty one), repeating it where that is right.
	 *
	 * @throws NodeApiError in the words of AgentPhone, with what to do next.
	 * @throws NodeOperationError when n8n stopped the execution.
	 */
	async request<Answer>(request: ApiRequest): Promise<Answer> {
		return await this.repeat<Answer>(
			async (judge) =>
				await this.gate.pass(async (told) => judge(await this.attempt(request), told), {
					kind: request.method,
					limit: request.pace,
				}),
		);
	}

	/**
	 * Makes a request whose body is made afresh for each attempt, immediately before it. What is written over what was
	 * read is then as old as one request, however often and after whatever waits it is repeated.
	 *
	 * @param makeBody gives `undefined` when nothing is left to be done
	 * @returns the parsed answer, or `undefined` when the last body was
	 */
	async requestAfresh<Answer>(
		request: Omit<ApiRequest, 'body'>,
		makeBody: () => Promise<Json | undefined>,
	): Promise<Answer | undefined> {
		return await this.repeat<Answer | undefined>(async (judge) => {
			const outcome = await this.gate.passFresh(
				makeBody,
				async (body, told) => judge(await this.attempt({ ...request, body }), told),
				{ kind: request.method },
			);
			return outcome ?? { answer: undefined };
		});
	}

	private async repeat<Answer>(make: (judge: Judge) => Promise<Outcome>): Promise<Answer> {
		let isMaybeDone = false;
		for (let attempt = 1; ; attempt++) {
			const outcome = await make((each, told) => this.judge(each, attempt, told));
			if ('answer' in outcome) return outcome.answer as Answer;
			if (isMaybeDone) outcome.error.context.triedBefore = true;
			isMaybeDone ||= outcome.maybeDone;
			if (isMaybeDone) outcome.error.context.mayBeDone = true;
			this.throwIfCancelled(outcome.error.context.maybeDone === true);
			if (outcome.goesOnAt === undefined) throw outcome.error;
			if (outcome.status !== 429) await this.gate.pauseUntil(outcome.goesOnAt);
		}
	}

	/** Tells the gate what became of an attempt, and decides whether there is another one. */
	private judge(outcome: Outcome, attempt: number, told: Told): Outcome {
		told.fate = 'done';
		if ('answer' in outcome) return outcome;
		const { status, repeatable, retryAfter } = outcome;
		told.fate = isAboutTheRequest(outcome) ? 'declined' : 'failed';
		if (!repeatable || attempt >= mostAttempts(status, this.policy)) return outcome;
		const wait = waitBefore(attempt, retryAfter, this.policy);
		if (wait === undefined) {
			outcome.error.description = describeLongWait(retryAfter, this.policy);
			return outcome;
		}
		const now = Date.now();
		if (status === 429) {
			told.fate = { refusedFor: readRetryAfter(retryAfter, now) ?? wait };
			told.closeUntil = now + wait;
		}
		return { ...outcome, goesOnAt: now + wait };
	}

	private async attempt(request: ApiRequest): Promise<Outcome> {
		const { method = 'GET', body } = request;
		const { repeat = method === 'POST' ? 'ifSurelyNotDone' : 'safe', deed = SENDING } = request;
		const failure: Failure = {
			method,
			path: request.path,
			status: 0,
			body: undefined,
			secrets: this.secrets,
		};
		let response: IN8nHttpFullResponse;
		try {
			response = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				'agentPhoneApi',
				{
					method,
					url: `${this.baseUrl}${request.path}${writeQuery(request.query)}`,
					// Written here, because merging the body into the request's options would lose a key `__proto__`.
					...(body === undefined ? {} : { body: JSON.stringify(body) }),
					headers: {
						Accept: 'application/json',
						// Not the credential's doing: generic authentication would send the header empty where there is none.
						...(this.subAccountId && { 'X-Sub-Account-Id': this.subAccountId }),
						...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
					},
					timeout: this.policy.answer,
					disableFollowRedirect: true,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					abortSignal: this.cancelSignal,
				},
				// Read once, not from the data base and decrypted for each request.
				{
					credentialsDecrypted: {
						id: '',
						name: 'agentPhoneApi',
						type: 'agentPhoneApi',
						data: { ...this.credentials },
					},
				},
			)) as IN8nHttpFullResponse;
		} catch (error) {
			return this.unanswered(failure, request, repeat, error);
		}

		failure.status = response.statusCode;
		failure.body = readBody(response.body);
		if (response.statusCode >= 200 && response.statusCode < 300) {
			if (failure.body !== NOT_JSON) return { answer: failure.body };
			return this.unreadable(failure, request, repeat);
		}
		failure.maybeDone = repeat === 'ifSurelyNotDone' && mayBeDone(failure.status);
		const retryAfter = response.headers['retry-after'] as string | undefined;
		const { code } = readApiMessage(failure.body);
		const isFinal = failure.status === 429 && isRule(code, retryAfter, repeat);
		return {
			error: apiError(this.node, failure, {
				hints: request.hints,
				advice: failure.maybeDone ? adviseLooking(deed.advice, failure.status) : undefined,
			}),
			maybeDone: mayBeDone(failure.status),
			status: failure.status,
			retryAfter,
			repeatable: !isFinal && isRepeatable(failure.status, repeat, retryAfter),
		};
	}

	/** No answer came: the connection broke, was refused, or took too long. */
	private unanswered(
		failure: Failure,
		{ deed }: ApiRequest,
		repeat: Repeat,
		error: unknown,
	): Outcome {
		const { code, reason } = readConnectionError(error);
		if (isNeverSent(code) || repeat === 'safe')
			return {
				error: apiError(this.node, failure, {
					summary: `AgentPhone could not be reached (${redact(code || reason, this.secrets)})`,
					advice: `Check the Base URL in the AgentPhone API credential (${this.baseUrl}) and the network of n8n, then run this again.`,
				}),
				maybeDone: !isNeverSent(code),
				// n8n's own refusals (no credential chosen, for instance) are no connection errors: they come at once, and again.
				repeatable: code !== '',
			};
		return {
			error: this.maybeDone(failure, deed, code || reason),
			maybeDone: true,
			repeatable: false,
		};
	}

	/** A success was answered with something that is not JSON. */
	private unreadable(failure: Failure, { deed }: ApiRequest, repeat: Repeat): Outcome {
		if (repeat === 'ifSurelyNotDone')
			return {
				error: this.maybeDone(failure, deed, 'the answer is not JSON'),
				maybeDone: true,
				repeatable: false,
			};
		return {
			error: apiError(this.node, failure, {
				summary: 'AgentPhone answered with something other than JSON',
				advice: `Check that the Base URL in the AgentPhone API credential (${this.baseUrl}) is that of the AgentPhone API.`,
			}),
			maybeDone: true,
			repeatable: true,
		};
	}

	private maybeDone(failure: Failure, { done, advice }: Deed = SENDING, reason: string) {
		return apiError(
			this.node,
			{ ...failure, maybeDone: true },
			{
				summary: `Unknown whether ${done}: AgentPhone's answer was lost (${redact(reason, this.secrets)})`,
				advice,
			},
		);
	}

	private get cancelSignal() {
		return 'getExecutionCancelSignal' in this.context
			? this.context.getExecutionCancelSignal()
			: undefined;
	}

	/** @param maybeDone whether a request was stopped that may have been carried out all the same */
	throwIfCancelled(maybeDone = false) {
		if (this.cancelled) throw this.stopped(maybeDone);
	}

	private stopped(maybeDone = false) {
		const error = new NodeOperationError(this.node, 'The execution was stopped');
		if (maybeDone) error.context.maybeDone = true;
		return error;
	}
}

type Judge = (outcome: Outcome, told: Told) => Outcome;

interface Failed {
	error: ReturnType<typeof apiError>;
	/** Whether what was asked for may have been done all the same. */
	maybeDone: boolean;
	repeatable: boolean;
	status?: number;
	retryAfter?: string;
	/** When it may be made again, in milliseconds since the epoch; never, where nothing is said. */
	goesOnAt?: number;
}
type Outcome = { answer: unknown } | Failed;

/** Whether it was refused for what it asks, which says nothing about how much AgentPhone can take. */
function isAboutTheRequest({ status = 0, repeatable }: Failed): boolean {
	return status >= 400 && status < 500 && status !== 408 && !(status === 409 && repeatable);
}

/** Marks a body that was expected to be JSON and is not. */
const NOT_JSON = Symbol('not JSON');

function readBody(body: unknown): unknown {
	if (body === undefined || body === null || body === '') return null;
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return NOT_JSON;
	}
}

function writeQuery(query: ApiRequest['query'] = {}): string {
	const pairs = Object.entries(query)
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
	return pairs.length ? `?${pairs.join('&')}` : '';
}
