export {
	readConversations,
	type ConversationsQuery,
	type ReadConversations,
} from './conversations';
export { readMessages, type MessagesQuery, type ReadMessages } from './messages';
export {
	GapError,
	InvalidTimeError,
	PageTooSmallError,
	PaginationError,
	TieTooLargeError,
	UnendingError,
	UnsettledListError,
	UntimedError,
} from './errors';
