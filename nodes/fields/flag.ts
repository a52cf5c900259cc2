/** What a boolean field says, also as text or number, which an expression may give; `undefined` when it is neither. */
export function parseFlag(value: unknown): boolean | undefined {
	const said = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (said === true || said === 'true' || said === 1 || said === '1') return true;
	if (said === false || said === 'false' || said === 0 || said === '0') return false;
	return undefined;
}
