/** Nobody wraps errors deeper than this; a loop of causes would never end. */
const DEEPEST = 6;

/** An error and what it was caused by, the outermost first: n8n wraps what it catches, more than once. */
export function causesOf(error: unknown): Error[] {
	const causes: Error[] = [];
	for (let level = error; level instanceof Error && causes.length < DEEPEST; level = level.cause)
		causes.push(level);
	return causes;
}
