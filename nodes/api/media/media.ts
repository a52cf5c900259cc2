import type {
	IBinaryData,
	IExecuteFunctions,
	IN8nHttpFullResponse,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeApiError, sleep } from 'n8n-workflow';

import type { Api } from '../http/api';
import { AdvisedError } from '../errors/advised';
import { toNodeError } from '../errors/nodeError';
import { causesOf } from '../errors/causes';
import { readFileName } from './fileName';
import { isPublicAddress } from './publicAddress';
import { isRepeatable } from '../http/retry';

export interface MediaLimits {
	/** The largest file that is taken, in bytes. Reading stops where it is passed. */
	maxBytes: number;
	/** Ends the download where it is, for good. */
	signal?: AbortSignal;
}

type Context = IExecuteFunctions | IWebhookFunctions;
type BinaryStream = Exclude<Parameters<Context['helpers']['prepareBinaryData']>[0], Uint8Array>;

const REFUSED_BY_N8N = /^The request was blocked/;
const REDIRECT = [301, 302, 303, 307, 308];

/** The file is not to be had: not now (`retriable`), or never. `advice` says what to do next. */
class MediaError extends AdvisedError {
	constructor(
		message: string,
		advice: string,
		readonly retriable = false,
	) {
		super(message, advice);
	}
}

/**
 * Streams a hosted file into n8n's binary data, with the file name and MIME type that its host and URL give.
 *
 * The request carries no key, and redirects are followed by hand, so that each address is looked at: only HTTP(S)
 * hosts on the public internet are asked, and AgentPhone's own (the credential's Base URL), wherever that is.
 *
 * @throws NodeOperationError when the URL may not be asked, the file is too large or the execution was stopped.
 * @throws NodeApiError when its host does not give it.
 */
export async function fetchMedia(
	context: Context,
	api: Api,
	url: string,
	limits: MediaLimits,
): Promise<IBinaryData> {
	const { signal } = limits;
	const { attempts, firstWait } = api.policy.media;
	for (let attempt = 1; ; attempt++) {
		api.throwIfCancelled();
		signal?.throwIfAborted();
		try {
			return await new Download(context, api, limits).run(url);
		} catch (error) {
			api.throwIfCancelled();
			signal?.throwIfAborted();
			const failure = readFailure(error);
			if (!failure.retriable || attempt >= attempts) throw report(context, failure);
			await sleep(firstWait * 2 ** (attempt - 1));
		}
	}
}

class Download {
	private readonly signal: AbortSignal;

	constructor(
		private readonly context: Context,
		private readonly api: Api,
		private readonly limits: MediaLimits,
	) {
		const signals = [AbortSignal.timeout(api.policy.media.download)];
		if (limits.signal) signals.push(limits.signal);
		if ('getExecutionCancelSignal' in context) {
			const cancel = context.getExecutionCancelSignal();
			if (cancel) signals.push(cancel);
		}
		this.signal = AbortSignal.any(signals);
	}

	async run(url: string): Promise<IBinaryData> {
		const most = this.api.policy.media.redirects;
		let address = await this.check(url);
		for (let redirects = 0; redirects <= most; redirects++) {
			const response = await this.ask(address);
			const body = response.body as BinaryStream;
			const { location } = response.headers;
			if (REDIRECT.includes(response.statusCode) && typeof location === 'string') {
				body.destroy();
				address = await this.check(location, address);
				continue;
			}
			if (response.statusCode < 200 || response.statusCode >= 300) {
				body.destroy();
				throw new MediaError(
					`The file could not be downloaded: its host answered with status ${response.statusCode}`,
					'Links to media may expire. Read the message again for a fresh one, and download it soon.',
					isRepeatable(response.statusCode, 'safe'),
				);
			}
			return await this.store(body, response.headers, address);
		}
		throw new MediaError(
			`The file could not be downloaded: more than ${most} redirects`,
			'Check the media URL in a browser.',
		);
	}

	/** @throws MediaError unless the address is one that may be asked. */
	private async check(url: string, base?: URL): Promise<URL> {
		const address = parseUrl(url, base);
		if (!address || !['http:', 'https:'].includes(address.protocol))
			throw new MediaError(
				base
					? 'The file redirects to something other than a web address'
					: 'The media URL is not a web address',
				'A media URL starts with https://. Use one of the mediaUrls of a message.',
			);
		if (!this.isHome(address) && (!isPublicAddress(address) || (await this.leadsInside(address))))
			throw new MediaError(
				`The file is not on the public internet (${address.hostname}), so it is not fetched`,
				'Media of AgentPhone is hosted publicly. Use one of the mediaUrls of a message.',
			);
		return address;
	}

	/** Whether it is AgentPhone's own host, where that is not on the public internet: a box of the builder's. */
	private isHome({ hostname }: URL): boolean {
		const home = new URL(this.api.baseUrl);
		return !isPublicAddress(home) && home.hostname === hostname;
	}

	/** Whether n8n finds an internal address behind a name. n8n before 2.40 cannot say. */
	private async leadsInside(address: URL): Promise<boolean> {
		const { helpers } = this.context;
		if (!('getSecureEgressFilter' in helpers)) return false;
		const verdict = await helpers.getSecureEgressFilter('enforced').validateUrl(address);
		// A name that cannot be resolved here may be resolved by a proxy.
		return !verdict.ok && REFUSED_BY_N8N.test(verdict.error.message);
	}

	private async ask(address: URL): Promise<IN8nHttpFullResponse> {
		return (await this.context.helpers.httpRequest({
			method: 'GET',
			url: address.href,
			encoding: 'stream',
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: this.signal,
		})) as IN8nHttpFullResponse;
	}

	private async store(body: BinaryStream, headers: Headers, address: URL): Promise<IBinaryData> {
		const { maxBytes } = this.limits;
		const tooLarge = () =>
			new MediaError(
				`The file is larger than ${printSize(maxBytes)}`,
				'Raise Max File Size in the options, or leave such files out.',
			);
		if (Number(headers['content-length']) > maxBytes) {
			body.destroy();
			throw tooLarge();
		}
		const name = readFileName(headers, address);
		const type = readMimeType(headers);
		let bytes = 0;
		const limited = body.map((chunk: Uint8Array) => {
			bytes += chunk.length;
			if (bytes > maxBytes) throw tooLarge();
			return chunk;
		});
		return await this.context.helpers.prepareBinaryData(limited, name, type);
	}
}

type Headers = Record<string, unknown>;

/** The MIME type, without parameters; `undefined` where the host says nothing that tells more than the name. */
export function readMimeType(headers: Headers): string | undefined {
	const [written = ''] = String(headers['content-type'] ?? '').split(';');
	const type = written.trim().toLowerCase();
	return ['', 'application/octet-stream', 'binary/octet-stream'].includes(type) ? undefined : type;
}

function parseUrl(url: string, base?: URL): URL | undefined {
	try {
		return new URL(url.trim(), base);
	} catch {
		return undefined;
	}
}

/** Finds our own failure among what n8n and the stream wrapped around it; anything else is the connection's. */
function readFailure(error: unknown): MediaError {
	const ours = causesOf(error).find((cause) => cause instanceof MediaError);
	if (ours) return ours;
	const reason = error instanceof Error ? error.message : 'no answer';
	return new MediaError(
		`The file could not be downloaded (${reason})`,
		'Its host cannot be reached at the moment, or broke off. Run this again later.',
		true,
	);
}

function report(context: Context, failure: MediaError) {
	const { message, advice, retriable } = failure;
	const node = context.getNode();
	if (!retriable) return toNodeError(node, failure);
	const error = new NodeApiError(node, { message }, { message, description: advice });
	error.message = message;
	return error;
}

const printSize = (bytes: number) =>
	bytes >= 1024 * 1024 ? `${+(bytes / 1024 / 1024).toFixed(1)} MB` : `${bytes} bytes`;
