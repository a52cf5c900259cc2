import type { Answer } from './request';
import type { Sample } from './sample';

/** `fields` is a list of the fields that are wrong; `accepted` is no error at all. */
export type Shape = 'error' | 'detail' | 'fields' | 'accepted' | 'other';

/** How a wrong question was answered. */
export interface Refusal {
	status: number;
	shape: Shape;
}

export type Refusals = Record<keyof Sample['refusals'], Refusal>;

export function shapeOf({ status, body }: Answer): Shape {
	if (status < 400) return 'accepted';
	if (typeof body !== 'object' || body === null) return 'other';
	if ('error' in body) return 'error';
	if (!('detail' in body)) return 'other';
	return Array.isArray(body.detail) ? 'fields' : 'detail';
}

export function judgeRefusals({ refusals: { missing, badLimit } }: Sample): Refusals {
	const judge = (answer: Answer) => ({ status: answer.status, shape: shapeOf(answer) });
	return { missing: judge(missing), badLimit: judge(badLimit) };
}

/** The code of an error, where it has one. */
export function codeOf({ body }: Answer): unknown {
	const error = (body as { error?: { code?: unknown } } | undefined | null)?.error;
	return error?.code;
}
