import type { Metadata } from '../../data/model';
import { byId, make, setText } from './dom';
import { clockWithSeconds } from './time';

/** A conversation's metadata as a tree, in which what changed lights up. */
export class MetadataView {
	private readonly tree = byId('metadata');
	private readonly changed = byId('metadata-changed');
	private shownOf: string | null = null;
	private shown: Metadata | null = null;

	/**
	 * @param conversationId whose metadata it is; `null` when no chat is open
	 * @returns whether it changed since it was last shown
	 */
	render(conversationId: string | null, metadata: Metadata | null): boolean {
		const isOther = conversationId !== this.shownOf;
		const before = flatten(isOther ? metadata : this.shown);
		const after = flatten(metadata);
		const changes = new Map<string, Mark>();
		for (const [path, value] of after)
			if (!before.has(path)) changes.set(path, 'new');
			else if (before.get(path) !== value) changes.set(path, 'changed');
		const removed = [...before.keys()].filter((path) => !after.has(path));
		const isChanged = changes.size > 0 || removed.length > 0;
		if (!isOther && !isChanged) return false;
		this.shownOf = conversationId;
		this.shown = structuredClone(metadata);
		const isEmpty = metadata === null || Object.keys(metadata).length === 0;
		this.tree.replaceChildren(
			isEmpty
				? make('p', { class: 'empty' }, conversationId ? 'None yet.' : 'No chat is open.')
				: branch(metadata, '', changes),
		);
		setText(this.changed, isOther ? '' : describe([...changes.keys()], removed));
		return !isOther;
	}
}

type Mark = 'new' | 'changed';

/** The leaves of a tree: each path, as text, with its value as JSON. */
function flatten(value: unknown, path = ''): Map<string, string> {
	if (!isTree(value) || (path !== '' && Object.keys(value).length === 0))
		return new Map(value === null && path === '' ? [] : [[path, JSON.stringify(value)]]);
	return new Map(
		Object.entries(value).flatMap(([key, child]) => [...flatten(child, join(path, key))]),
	);
}

function branch(tree: object, path: string, changes: Map<string, Mark>): HTMLElement {
	const list = make('dl', { class: 'tree' });
	for (const [key, value] of Object.entries(tree)) {
		const place = join(path, key);
		const hasChildren = isTree(value) && Object.keys(value).length > 0;
		const mark = changes.get(place);
		list.append(
			make(
				'div',
				{ class: `leaf ${hasChildren ? 'has-children' : ''} ${mark ? 'lit' : ''}` },
				make('dt', {}, key),
				make(
					'dd',
					{},
					hasChildren
						? branch(value, place, changes)
						: make('code', { class: typeof value }, JSON.stringify(value)),
					mark && make('span', { class: 'mark' }, mark),
				),
			),
		);
	}
	return list;
}

function describe(changed: string[], removed: string[]): string {
	const parts = [changed.join(', '), removed.length > 0 && `removed: ${removed.join(', ')}`];
	return `Changed at ${clockWithSeconds(new Date())}: ${parts.filter(Boolean).join('; ')}`;
}

const join = (path: string, key: string) => (path ? `${path}.${key}` : key);
const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
