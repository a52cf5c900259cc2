import type { RecordedRequest } from '../../emulator/api/journal';
import type { EmulatorControl, Target } from '../emulator';
import type { Contender } from '../measure';
import type { Nodes } from './nodes';

/** A job, and several ways to do it. */
export interface Case {
	/** What `--only` calls it. */
	name: string;
	/** Milliseconds; default all. */
	latencies?: number[];
	/** How many requests AgentPhone takes in a second, before it refuses for a second; default any number. */
	requestsASecond?: number;
	/** @param scale what the size of the job is multiplied with: 1, or less in a quick run */
	prepare(stage: Stage, scale: number): Promise<Prepared>;
}

export interface Stage {
	target: Target;
	emulator: EmulatorControl;
	nodes: Nodes;
}

export interface Prepared {
	contenders: Contender[];
	/** How many rows each contender has to come up with. */
	rows: number;
	/** What a request does of what is to be done, once for each row; `undefined` where it does nothing. */
	deedOf?: (request: RecordedRequest) => string | undefined;
	/** How many requests the job takes at least. */
	requestsNeeded?: number;
}

/** The names of the contenders that occur in several cases, as the report shows them. */
export const names = {
	ours: 'AgentPhone node',
	httpRequest: 'HTTP Request node',
	sdk: 'official SDK in a loop',
	axios: 'axios in a loop',
	floor: 'bare fetch, same concurrency',
} as const;
