import { AdvisedError } from '../errors/advised';

/** A list could not be read whole. */
export class PaginationError extends AdvisedError {}

/** The list moved faster than it could be read, or never had as many rows as it says. */
export class UnsettledListError extends PaginationError {
	constructor(rows: number, total?: number, what = 'conversations') {
		super(
			`The list of ${what} kept changing while it was read: ${rows} were found${
				total === undefined ? '' : `, AgentPhone counts ${total}`
			}`,
			what === 'conversations'
				? 'Run this again when there is less traffic, or read only what changed with the filter Active Since.'
				: 'Run this again when there is less traffic, or set a Limit.',
		);
	}
}

/** AgentPhone answered with something other than a page of rows. */
export class NotAPageError extends PaginationError {
	constructor() {
		super(
			'AgentPhone answered with something other than a list',
			'Check that the Base URL in the AgentPhone API credential is that of the AgentPhone API.',
		);
	}
}

/** Pages that cannot overlap, so that nothing shows whether the list moved between them. */
export class PageTooSmallError extends PaginationError {
	constructor() {
		super(
			'AgentPhone gives one conversation at a time, too few to read a list that may change meanwhile',
			'Ask AgentPhone support why its list of conversations has pages of one.',
		);
	}
}

/** More messages share one time than a page holds, so those behind the first page cannot be reached. */
export class TieTooLargeError extends PaginationError {
	constructor(time: string, pageSize: number) {
		super(
			`More messages than fit on one page (${pageSize}) have the time ${time}, and AgentPhone offers no way to read past them`,
			'Leave that moment out with the filters After and Before.',
		);
	}
}

/** Two pages of messages that follow each other have nothing in common, so something may lie between them. */
export class GapError extends PaginationError {
	constructor(time: string) {
		super(
			`The messages of about ${time} could not be read without a gap`,
			'They may have been removed while they were read. Run this again.',
		);
	}
}

/** Request after request brought nothing new, and nothing said that this is the end. */
export class UnendingError extends PaginationError {
	constructor(found: number) {
		super(
			`The end of the messages could not be found: ${found} were read, and AgentPhone says that there are more`,
			'Read them in parts, with the filters After and Before.',
		);
	}
}

/** So many messages have no time that those after the first page cannot be reached. */
export class UntimedError extends PaginationError {
	constructor() {
		super(
			'More messages than fit on one page have no time, and AgentPhone offers no way to read past them',
			'Read those of a known time, with the filters After and Before.',
		);
	}
}
