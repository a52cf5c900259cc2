import type { Delivery } from '../../webhooks/deliveries';
import { byId, keep, make, setText } from './dom';
import type { Phone } from './phone';
import { clockWithSeconds } from './time';

/** What the agent's webhook was told, newest first, and what came of it. */
export class DeliveriesView {
	private readonly list = byId('deliveries');
	private readonly note = byId('no-webhook');

	constructor(private readonly phone: Phone) {}

	render(): void {
		const { deliveries, hasWebhook } = this.phone;
		setText(this.note, deliveries.size > 0 ? '' : noteOf(hasWebhook));
		keep(this.list, [...deliveries.values()].reverse(), {
			key: ({ id }) => id,
			create: makeRow,
			update: updateRow,
		});
	}
}

const noteOf = (hasWebhook: boolean) =>
	hasWebhook
		? 'Nothing has been delivered yet.'
		: 'No webhook is registered, so nobody is told of what you write. Activate a workflow with an AgentPhone Trigger.';

function makeRow({ id, event, createdAt, body, url }: Delivery): HTMLElement {
	const details = make(
		'details',
		{},
		make(
			'summary',
			{},
			make('span', { class: 'event' }, event),
			make('span', { class: 'attempts' }),
			make('span', { class: 'state' }),
			make('time', {}, clockWithSeconds(new Date(createdAt))),
		),
		make(
			'div',
			{ class: 'more' },
			make('p', {}, 'To ', make('code', {}, url)),
			make('p', {}, 'ID ', make('code', {}, id)),
			make('p', { class: 'answer' }),
			make(
				'pre',
				{ tabindex: '0', 'aria-label': 'Body', role: 'region' },
				JSON.stringify(body, null, 2),
			),
		),
	);
	return make('li', {}, details);
}

function updateRow(row: HTMLElement, { state, attempts }: Delivery): void {
	const latest = attempts.at(-1);
	const outcome = latest?.status ?? latest?.error ?? null;
	const set = (name: string, text: string) => setText(row.querySelector(`.${name}`)!, text);
	row.querySelector('.state')!.className = `state ${state}`;
	set('state', outcome === null ? state : `${outcome} ${state}`);
	set('attempts', attempts.length > 1 ? `${attempts.length} attempts` : '');
	set('answer', latest?.responseBody ? `Answered ${latest.responseBody}` : '');
}
