export {
	readConversations,
	type ConversationsQuery,
	type ReadConversations,
} from './conversations';
export { readMessages, type MessagesQuery, type ReadMessages } from './messages';
export { PaginationError, TieTooLargeError, UnsettledListError, InvalidTimeError } from './errors';
