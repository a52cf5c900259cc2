import {
	orderOf,
	type Direction,
	type MessageOrder,
	type MessagePage,
	type TimedMessage,
} from './pageEdges';

/** The messages read so far, in the order in which AgentPhone lists them. */
export class CollectedMessages {
	wantedCount = 0;
	private readonly newest = new Map<string, TimedMessage>();
	/** What each page brought, by ID. */
	private readonly runs: string[][] = [];

	/** @param order AgentPhone's; `undefined` while all have one time */
	constructor(
		private readonly isWanted: (message: TimedMessage) => boolean,
		public order?: MessageOrder,
	) {}

	get wanted(): TimedMessage[] {
		return this.runs
			.flat()
			.map((id) => this.newest.get(id)!)
			.filter(this.isWanted);
	}

	has(id: string): boolean {
		return this.newest.has(id);
	}

	/** Adds the page that was found in a direction. */
	add(page: MessagePage, direction?: Direction) {
		this.order ??= orderOf(page);
		const run: string[] = [];
		for (const message of page.data) {
			if (!this.newest.has(message.id)) {
				run.push(message.id);
				if (this.isWanted(message)) this.wantedCount++;
			}
			this.newest.set(message.id, message);
		}
		const upwards = this.order === 'oldestFirst' ? 'older' : 'newer';
		if (direction === upwards) this.runs.unshift(run);
		else this.runs.push(run);
	}
}
