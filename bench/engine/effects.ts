import type { RecordedRequest } from '../../emulator/api/journal';
import type { Effects } from '../measure';
import type { Prepared } from './case';

/** What a job did at AgentPhone, as AgentPhone saw it. */
export function effectsOf(
	requests: RecordedRequest[],
	{ rows, deedOf }: Pick<Prepared, 'rows' | 'deedOf'>,
): Effects {
	const deeds = requests
		.filter(({ status }) => status !== null && status < 300)
		.map((request) => deedOf?.(request))
		.filter((deed) => deed !== undefined);
	const done = new Set(deeds).size;
	return {
		requests: requests.length,
		refused: requests.filter(({ status }) => status === 429).length,
		lost: deedOf ? rows - done : 0,
		doubled: deeds.length - done,
	};
}
