export {
	readConversations,
	type ConversationsQuery,
	type ReadConversations,
} from './conversations';
export { readConversationsTogether } from './together';
export { lookUpInList } from './lookUpInList';
export { findConversations } from './participants';
export { readByOffset, type ReadByOffset } from './byOffset';
export { requirePage } from './page';
export { readMessages, type MessagesQuery, type ReadMessages } from './messages';
export {
	GapError,
	NotAPageError,
	PageTooSmallError,
	PaginationError,
	TieTooLargeError,
	UnendingError,
	UnsettledListError,
	UntimedError,
} from './errors';
