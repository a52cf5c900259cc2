import {
	GapError,
	NotAPageError,
	PageTooSmallError,
	PaginationError,
	TieTooLargeError,
	UnendingError,
	UnsettledListError,
	UntimedError,
} from '../../../nodes/api/lists/errors';

it.each<[PaginationError, string, string]>([
	[
		new UnsettledListError(40, 50),
		'The list of conversations kept changing while it was read: 40 were found, AgentPhone counts 50',
		'Run this again when there is less traffic, or read only what changed with the filter Active Since.',
	],
	[
		new UnsettledListError(40, undefined, 'contacts'),
		'The list of contacts kept changing while it was read: 40 were found',
		'Run this again when there is less traffic, or set a Limit.',
	],
	[
		new NotAPageError(),
		'AgentPhone answered with something other than a list',
		'Check that the Base URL in the AgentPhone API credential is that of the AgentPhone API.',
	],
	[
		new PageTooSmallError(),
		'AgentPhone gives one conversation at a time, too few to read a list that may change meanwhile',
		'Ask AgentPhone support why its list of conversations has pages of one.',
	],
	[
		new TieTooLargeError('2026-01-31T12:00:00Z', 200),
		'More messages than fit on one page (200) have the time 2026-01-31T12:00:00Z, and AgentPhone offers no way to read past them',
		'Leave that moment out with the filters After and Before.',
	],
	[
		new GapError('2026-01-31T12:00:00Z'),
		'The messages of about 2026-01-31T12:00:00Z could not be read without a gap',
		'They may have been removed while they were read. Run this again.',
	],
	[
		new UnendingError(7),
		'The end of the messages could not be found: 7 were read, and AgentPhone says that there are more',
		'Read them in parts, with the filters After and Before.',
	],
	[
		new UntimedError(),
		'More messages than fit on one page have no time, and AgentPhone offers no way to read past them',
		'Read those of a known time, with the filters After and Before.',
	],
])('%s says what to do', (error, message, advice) => {
	expect(error).toBeInstanceOf(PaginationError);
	expect(error).toMatchObject({ message, advice });
});
