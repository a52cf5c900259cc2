/** What changed from one version of AgentPhone's SDK to another, and what of it we stand on. */
import type { Surface } from './surface';

/** One thing that changed. `isOurs`: the nodes call it. */
interface Change {
	what: string;
	isOurs?: boolean;
}

export interface Drift {
	endpointsGone: Change[];
	endpointsNew: Change[];
	fieldsGone: Change[];
	fieldsNew: Change[];
	fieldsChanged: Change[];
	/** What the compiler says of our types beside the newer SDK. */
	typeErrors: Change[];
}

export function driftBetween(
	before: Surface,
	after: Surface,
	ours: ReadonlySet<string>,
	typeErrors: readonly string[],
): Drift {
	const isNotIn = (there: { has(key: string): boolean }) => (key: string) => !there.has(key);
	const described =
		({ fields }: Surface) =>
		(name: string) => ({
			what: `${name}: ${fields.get(name)}`,
		});
	const [endpoints, fields] = [[...before.endpoints], [...before.fields.keys()]];
	return {
		endpointsGone: endpoints
			.filter(isNotIn(after.endpoints))
			.map((what) => ({ what, isOurs: ours.has(what) })),
		endpointsNew: [...after.endpoints]
			.filter(isNotIn(before.endpoints))
			.map((what) => ({ what, isOurs: ours.has(what) })),
		fieldsGone: fields.filter(isNotIn(after.fields)).map(described(before)),
		fieldsNew: [...after.fields.keys()].filter(isNotIn(before.fields)).map(described(after)),
		fieldsChanged: fields
			.filter(
				(name) => after.fields.has(name) && after.fields.get(name) !== before.fields.get(name),
			)
			.map((name) => ({
				what: `${name}: ${before.fields.get(name)} → ${after.fields.get(name)}`,
			})),
		typeErrors: typeErrors.map((what) => ({ what })),
	};
}

const TITLES: Array<[keyof Drift, string]> = [
	['typeErrors', 'Our types no longer fit'],
	['endpointsGone', 'Endpoints that are gone'],
	['endpointsNew', 'New endpoints'],
	['fieldsGone', 'Fields that are gone'],
	['fieldsChanged', 'Fields that changed'],
	['fieldsNew', 'New fields'],
];

/** The drift as Markdown; empty when nothing changed. */
export function reportOf(drift: Drift, versions: { ours: string; newest: string }): string {
	const sections = TITLES.filter(([key]) => drift[key].length > 0).map(([key, title]) =>
		[
			`## ${title}`,
			'',
			...drift[key].map(
				({ what, isOurs }) => `- \`${what}\`${isOurs ? ' (the nodes call it)' : ''}`,
			),
		].join('\n'),
	);
	if (sections.length === 0) return '';
	const { ours, newest } = versions;
	const what = `AgentPhone's SDK is at ${newest}; the nodes and the emulator are tested against ${ours}.`;
	const next = `To follow: \`npm i -D agentphone@${newest}\`, then \`npm test\`.`;
	return [what, next, ...sections].join('\n\n') + '\n';
}
