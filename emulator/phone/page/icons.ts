/** Drawn here, so that they look the same on every system. All are 24 × 24, in the colour of the text. */
const PATHS = {
	back: 'M15 5l-7 7 7 7',
	info: 'M4 7h9m4 0h3M4 12h3m4 0h9M4 17h9m4 0h3M15 5v4M9 10v4M15 15v4',
	plus: 'M12 5v14M5 12h14',
	send: 'M12 20V5M5.5 11.500L12 5l6.5 6.5',
	close: 'M6 6l12 12M18 6L6 18',
	react: 'M12 21a9 9 0 1 1 9-9M9 10v.5M15 10v.5M8.5 14.500c2 2 5 2 7 0M19 15v6M16 18h6',
	reply: 'M10 7L4 12l6 5v-3.500c5 0 8 1 10 4.5-.5-6-4-9-10-9.500z',
} as const;

const SHAPES = {
	love: '<path d="M12 20.500C5 15.5 3 12 3 8.7 3 6 5 4 7.5 4 9.5 4 11.2 5.2 12 7c.8-1.8 2.5-3 4.5-3C19 4 21 6 21 8.700c0 3.3-2 6.8-9 11.800z"/>',
	like: '<path d="M3 10.500h3.500V21H3zM8 10.500l3.8-7.700c1.7 0 2.7 1.2 2.5 3l-.5 3.200h5.400c1.5 0 2.4 1.3 2 2.700l-2 7.300c-.3 1.2-1.2 2-2.5 2H8z"/>',
	dislike:
		'<path d="M3 13.500h3.500V3H3zM8 13.500l3.8 7.700c1.7 0 2.7-1.2 2.5-3l-.5-3.200h5.400c1.5 0 2.4-1.3 2-2.700l-2-7.300c-.3-1.2-1.2-2-2.5-2H8z"/>',
	laugh:
		'<text x="12" y="11" text-anchor="middle" font-size="10" font-weight="800">HA</text><text x="12" y="21" text-anchor="middle" font-size="10" font-weight="800">HA</text>',
	emphasize:
		'<path d="M5.5 3h4.500l-.7 12H6.200zM14 3h4.500l-.7 12h-3.100z"/><circle cx="7.7" cy="19" r="2.1"/><circle cx="16.2" cy="19" r="2.1"/>',
	question: '<text x="12" y="20.5" text-anchor="middle" font-size="23" font-weight="800">?</text>',
} as const;

export type IconName = keyof typeof PATHS;
export type Tapback = keyof typeof SHAPES;

/** The six reactions that every iMessage line knows, with what a person calls them. */
export const TAPBACKS: Record<Tapback, string> = {
	love: 'Love',
	like: 'Like',
	dislike: 'Dislike',
	laugh: 'Laugh',
	emphasize: 'Emphasize',
	question: 'Question',
};

export const isTapback = (reaction: string): reaction is Tapback => reaction in SHAPES;

/** A drawn line. */
export function icon(name: IconName): SVGSVGElement {
	const path = `<path d="${PATHS[name]}"/>`;
	return svg(path, { fill: 'none', stroke: 'currentColor', 'stroke-width': '2' });
}

/** A filled shape: one of the six tapbacks. */
export function tapbackIcon(name: Tapback): SVGSVGElement {
	return svg(SHAPES[name], { fill: 'currentColor' });
}

function svg(content: string, attributes: Record<string, string>): SVGSVGElement {
	const element = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	element.setAttribute('viewBox', '0 0 24 24');
	element.setAttribute('aria-hidden', 'true');
	element.setAttribute('stroke-linecap', 'round');
	element.setAttribute('stroke-linejoin', 'round');
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	element.innerHTML = content;
	return element;
}
