/** How patient we are with what is asked over the network, and how much is asked at a time. Times in milliseconds. */
export interface Policy {
	/** How often a request is made, at most, while the connection or AgentPhone fails. Default 6. */
	attempts: number;
	/** The same while AgentPhone says that there are too many. Default 10, or `attempts` where only that is said. */
	rateLimitedAttempts: number;
	/** The first wait; each next one is twice as long, up to the longest. Default 250 and 8,000. */
	firstWait: number;
	longestWait: number;
	/** The longest Retry-After that is obeyed. Default 60,000. */
	longestRetryAfter: number;
	/** How long an answer may take. Default 60,000. */
	answer: number;
	/** How many requests are under way at a time, at most; how many up to that is found. Default 64. */
	atOnce: number;
	/** Of a file that is downloaded from wherever it is hosted. */
	media: {
		/** Default 3. */
		attempts: number;
		/** The first wait; the next one is twice as long. Default 500. */
		firstWait: number;
		/** From the request to the last byte. Default 300,000. */
		download: number;
		/** Default 5. */
		redirects: number;
	};
	/** Of this n8n, when an execution that waits for an answer is resumed. */
	resuming: {
		/** How long an execution that is not yet stored as waiting is tried again, and how often. Default 5,000 and 250. */
		untilStored: number;
		between: number;
		/** How long n8n may take to answer. Default 15,000. */
		answer: number;
		/** For how long something said is asked to come back. Default 600,000. */
		comingBack: number;
	};
}

export const PATIENT: Readonly<Policy> = {
	attempts: 6,
	rateLimitedAttempts: 10,
	firstWait: 250,
	longestWait: 8_000,
	longestRetryAfter: 60_000,
	answer: 60_000,
	// More gains nothing: n8n itself takes a millisecond for a request.
	atOnce: 64,
	media: { attempts: 3, firstWait: 500, download: 300_000, redirects: 5 },
	resuming: { untilStored: 5_000, between: 250, answer: 15_000, comingBack: 600_000 },
};

/** Where whoever makes a context can hand in a policy with it. n8n does not; the tests do. */
export const POLICY = Symbol('how patient AgentPhone requests are');

/**
 * The policy that holds in a context.
 *
 * @param changes what the caller has less patience for, or more
 */
export function policyOf(context: object, changes: Partial<Policy> = {}): Readonly<Policy> {
	const { attempts } = changes;
	return {
		...PATIENT,
		...(context as { [POLICY]?: Partial<Policy> })[POLICY],
		...(attempts !== undefined && { rateLimitedAttempts: attempts }),
		...changes,
	};
}
