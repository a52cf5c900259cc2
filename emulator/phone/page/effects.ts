import type { Message } from '../../data/model';
import { byId, make } from './dom';

/** How AgentPhone's send styles are called on a phone, and what they move: the bubble, or the whole screen. */
const EFFECTS: Record<string, { name: string; moves: 'bubble' | 'screen'; pieces?: number }> = {
	slam: { name: 'Slam', moves: 'bubble' },
	loud: { name: 'Loud', moves: 'bubble' },
	gentle: { name: 'Gentle', moves: 'bubble' },
	invisible: { name: 'Invisible Ink', moves: 'bubble' },
	celebration: { name: 'Celebration', moves: 'screen', pieces: 36 },
	fireworks: { name: 'Fireworks', moves: 'screen', pieces: 42 },
	lasers: { name: 'Lasers', moves: 'screen', pieces: 9 },
	love: { name: 'Love', moves: 'screen', pieces: 1 },
	confetti: { name: 'Confetti', moves: 'screen', pieces: 60 },
	balloons: { name: 'Balloons', moves: 'screen', pieces: 12 },
	spotlight: { name: 'Spotlight', moves: 'screen', pieces: 1 },
	echo: { name: 'Echo', moves: 'screen', pieces: 14 },
};

/** Milliseconds that an effect on the screen takes. */
const DURATION = 3_200;

export const effectName = (style: string | null) => EFFECTS[style ?? '']?.name ?? null;

/** Plays a message's effect, unless the person wants nothing to move: then its name under the bubble has to do. */
export function playEffect({ sendStyle, body }: Message, bubble: HTMLElement): void {
	const effect = EFFECTS[sendStyle ?? ''];
	if (!effect || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
	if (effect.moves === 'bubble') return playOnBubble(sendStyle!, bubble);
	const show = make('div', { class: `show ${sendStyle}` });
	for (let piece = 0; piece < effect.pieces!; piece++)
		show.append(makePiece(piece, sendStyle === 'echo' ? body : ''));
	byId('stage').replaceChildren(show);
	setTimeout(() => show.remove(), DURATION);
}

function playOnBubble(style: string, bubble: HTMLElement): void {
	const name = `play-${style}`;
	bubble.classList.remove(name, 'revealed');
	void bubble.offsetWidth; // Lets the animation begin anew.
	bubble.classList.add(name);
}

/** A piece that flies about; where and how is left to chance, in numbers that effects.css reads. */
function makePiece(index: number, text: string): HTMLElement {
	const piece = make('i', {}, text);
	const chance = { x: Math.random(), y: Math.random(), spin: Math.random(), late: Math.random() };
	for (const [name, value] of Object.entries(chance))
		piece.style.setProperty(`--${name}`, value.toFixed(3));
	piece.style.setProperty('--hue', String((index * 47) % 360));
	piece.style.setProperty('--index', String(index));
	return piece;
}
