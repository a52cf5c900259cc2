import { ApiError } from './errors';

/** A limit of requests in a span of time: what comes beyond it is refused until the oldest is out of the span. */
export class RateLimit {
	/** When requests were let through, in milliseconds since the epoch. */
	private readonly taken: number[] = [];

	/** @param span in milliseconds */
	constructor(
		private readonly most: number,
		private readonly span: number,
	) {}

	/** @throws ApiError 429 with `Retry-After` */
	take(now = Date.now()): void {
		while (this.taken[0] !== undefined && this.taken[0] <= now - this.span) this.taken.shift();
		const [oldest] = this.taken;
		if (oldest !== undefined && this.taken.length >= this.most) {
			const wait = Math.ceil((oldest + this.span - now) / 1_000);
			throw new ApiError(429, 'RATE_LIMITED', 'Too many requests', [], wait);
		}
		this.taken.push(now);
	}

	clear(): void {
		this.taken.length = 0;
	}
}
