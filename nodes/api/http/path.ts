/** Writes a path with its IDs encoded: ``path`/v1/conversations/${id}` ``. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
	return parts.reduce((whole, part, index) => {
		const id = ids[index - 1];
		return whole + (id === undefined ? '' : encodeId(id)) + part;
	}, '');
}

/** A `.` or `..` would be resolved away by the URL parser and reach another endpoint. */
function encodeId(id: string): string {
	return /^\.{1,2}$/.test(id) ? id.replaceAll('.', '%252E') : encodeURIComponent(id);
}
