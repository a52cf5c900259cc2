/** The part of JSON Schema that n8n's editor reads. */
export interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** Objects whose keys are the builder's own: those of a sample would be offered as if everybody had them. */
const BUILDERS_OWN = new Set(['metadata', 'state']);

/**
 * Describes values that may stand at one place, so that each of them fits.
 *
 * The editor takes a list of types for a plain value. So what is sometimes an object or an array, and sometimes `null`,
 * is described as the object or the array.
 */
export function schemaOf(values: readonly unknown[]): Schema {
	const objects = values.filter(isObject);
	if (objects.length) return { type: 'object', properties: propertiesOf(objects) };
	const arrays = values.filter((value) => Array.isArray(value));
	if (arrays.length) {
		const entries: unknown[] = arrays.flat();
		return { type: 'array', ...(entries.length && { items: schemaOf(entries) }) };
	}
	// The editor shows the first, which is never `null` where there is another.
	const types = [...new Set(values.map(typeOf))].sort(
		(one, other) => Number(one === 'null') - Number(other === 'null'),
	);
	return { type: types.length === 1 ? types[0] : types };
}

function propertiesOf(objects: Array<Record<string, unknown>>): Record<string, Schema> {
	const names = [...new Set(objects.flatMap((each) => Object.keys(each)))];
	return Object.fromEntries(
		names.map((name) => [
			name,
			BUILDERS_OWN.has(name)
				? { type: 'object', properties: {} }
				: schemaOf(objects.filter((each) => name in each).map((each) => each[name])),
		]),
	);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const typeOf = (value: unknown) => (value === null ? 'null' : typeof value);
