/** What must never come of a fault, and how often it did. */
export class Harm {
	readonly found: string[] = [];
	private readonly counts = {
		'sends doubled': 0,
		'sends told wrongly': 0,
		'rows lost or doubled': 0,
		'merges lost': 0,
		'webhooks lost': 0,
		'secrets shown': 0,
	};

	constructor(private readonly where = '') {}

	add(kind: HarmKind, detail: string) {
		this.counts[kind]++;
		this.found.push(`${kind}: ${detail} ${this.where}`);
	}

	addAll(other: Harm) {
		this.found.push(...other.found);
		for (const kind of Object.keys(this.counts) as HarmKind[])
			this.counts[kind] += other.counts[kind];
	}

	get summary(): Record<HarmKind, number> {
		return { ...this.counts };
	}
}

export type HarmKind =
	| 'sends doubled'
	| 'sends told wrongly'
	| 'rows lost or doubled'
	| 'merges lost'
	| 'webhooks lost'
	| 'secrets shown';

/** All that an error can show, its causes and n8n's additions included. */
export function allOf(value: unknown, depth = 0): string {
	if (depth > 6 || value === null || value === undefined) return '';
	if (typeof value !== 'object') return String(value);
	const shown = value instanceof Error ? `${value.message} ${value.stack} ` : '';
	return Object.getOwnPropertyNames(value).reduce(
		(text, name) => `${text} ${name} ${allOf((value as Record<string, unknown>)[name], depth + 1)}`,
		shown,
	);
}
