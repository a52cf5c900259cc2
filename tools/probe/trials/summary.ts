import type { Trials } from './trials';

/** What the trials showed beyond the open points: whether AgentPhone does what it documents. */
export interface Summary {
	metadata?: { isReplaced: boolean; isCleared: boolean };
	deliveries?: {
		/** Documented headers that a delivery did not have. */
		missingHeaders: string[];
		/** Whether each timestamp is in Unix seconds, of these five minutes. */
		isTimestampRight: boolean;
		isSignatureRight: boolean;
	};
}

const FIVE_MINUTES = 300;

export function summarize({ metadata, webhook }: Trials): Summary {
	const attempts = 'notDone' in webhook ? [] : webhook.attempts;
	const firsts = attempts.filter(
		({ id }, index) => attempts.findIndex((other) => other.id === id) === index,
	);
	return {
		...(!('notDone' in metadata) && {
			metadata: { isReplaced: metadata.isReplaced, isCleared: metadata.isCleared },
		}),
		...(attempts.length > 0 && {
			deliveries: {
				missingHeaders: [...new Set(attempts.flatMap(({ missingHeaders }) => missingHeaders))],
				isTimestampRight: firsts.every(
					({ timestamp, at }) => Math.abs(at - timestamp) <= FIVE_MINUTES,
				),
				isSignatureRight: attempts.every(({ isSigned }) => isSigned),
			},
		}),
	};
}
