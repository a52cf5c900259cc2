type Attributes = Record<string, string | boolean | undefined>;
type Child = Node | string | null | undefined | false;

/** An element of index.html. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
	return document.getElementById(id) as Kind;
}

/** Makes an element. `true` is an attribute without a value; `false` and `undefined` are none. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Attributes = {},
	...children: Child[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes))
		if (value !== undefined) setAttribute(element, name, value);
	element.append(...children.filter((child): child is Node | string => isShown(child)));
	return element;
}

/** Makes a button that says what it does, also when it only shows an icon. */
export function makeButton(label: string, onClick: () => void, ...children: Child[]) {
	const hasText = children.length === 0;
	const button = make(
		'button',
		{ type: 'button', 'aria-label': hasText ? undefined : label },
		...(hasText ? [label] : children),
	);
	button.addEventListener('click', onClick);
	return button;
}

/** Sets text only where it is another one, so that live regions stay quiet. */
export function setText(element: Element, text: string): void {
	if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes a parent's children those of a list, in order. Elements of items that stay are kept as they are (with focus
 * and animations) and only brought up to date.
 */
export function keep<Item>(
	parent: HTMLElement,
	items: Item[],
	{ key, create, update }: Keeping<Item>,
): void {
	const old = new Map<string, HTMLElement>();
	for (const child of parent.children)
		if (child instanceof HTMLElement) old.set(child.dataset.key ?? '', child);
	const wanted = items.map((item) => {
		const name = key(item);
		const element = old.get(name) ?? create(item);
		old.delete(name);
		element.dataset.key = name;
		update?.(element, item);
		return element;
	});
	for (const element of old.values()) element.remove();
	wanted.forEach((element, index) => {
		if (parent.children[index] !== element)
			parent.insertBefore(element, parent.children[index] ?? null);
	});
}

export interface Keeping<Item> {
	key(item: Item): string;
	create(item: Item): HTMLElement;
	update?(element: HTMLElement, item: Item): void;
}

const isShown = (child: Child) => child !== null && child !== undefined && child !== false;

function setAttribute(element: HTMLElement, name: string, value: string | boolean): void {
	element.toggleAttribute(name, value !== false);
	if (typeof value === 'string') element.setAttribute(name, value);
}
