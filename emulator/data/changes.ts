import { EventEmitter } from 'node:events';

/** Something that happened in the box, as an observer (the chat page, a test) is told of it. */
export interface Change {
	type:
		| 'conversation'
		| 'message'
		| 'reaction'
		| 'typing'
		| 'metadata'
		| 'group'
		| 'background'
		| 'delivery'
		| 'reset';
	conversationId?: string;
	/** The row that is new or changed. */
	[detail: string]: unknown;
}

/** Tells observers of every change, in order. */
export class Changes extends EventEmitter<{ change: [Change] }> {
	constructor() {
		super();
		this.setMaxListeners(0);
	}

	tell(change: Change): void {
		this.emit('change', change);
	}
}
