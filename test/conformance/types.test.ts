/**
 * Our types beside those of AgentPhone's own SDK. They are compared where this file is type-checked: what the SDK says
 * of a row has to fit into what we say, and a field that the SDK knows has to be in ours.
 */
import type { AgentPhone } from 'agentphone';

import type {
	CallSummary,
	Contact,
	ContactCapabilities,
	Conversation,
	ConversationSummary,
	Message,
	Page,
	Participant,
	Reaction,
} from '../../nodes/api/model/types';

/** JSON whose values the SDK does not name, and texts of which we name the known values. */
type Loose<Value> = Value extends string
	? string
	: Value extends Array<infer Entry>
		? Array<Loose<Entry>>
		: Value extends object
			? string extends keyof Value
				? object
				: { [Key in keyof Value]: Loose<Value[Key]> }
			: Value;

/** Compiles if whatever the SDK returns is within our type, and if we know each of its fields. */
type Fits<Theirs extends Loose<Ours>, Ours> =
	Exclude<keyof Theirs, keyof Ours> extends never
		? true
		: { missing: Exclude<keyof Theirs, keyof Ours> };

const fits: [
	Fits<AgentPhone.AppRoutesConversationsConversationSummary, ConversationSummary>,
	Fits<AgentPhone.ConversationDetail, Conversation>,
	Fits<AgentPhone.MessageInConversation, Message>,
	Fits<AgentPhone.ReactionInConversation, Reaction>,
	Fits<AgentPhone.GroupParticipant, Participant>,
	Fits<AgentPhone.AppRoutesConversationsConversationListResponse, Page<ConversationSummary>>,
	Fits<AgentPhone.MessagesListResponse, Page<Message>>,
	Fits<AgentPhone.ContactResponse, Contact>,
	Fits<AgentPhone.ContactListResponse, Page<Contact>>,
	Fits<AgentPhone.ContactCapabilitiesResponse, ContactCapabilities>,
	Fits<AgentPhone.CallSummary, CallSummary>,
	Fits<AgentPhone.CallListResponse, Page<CallSummary>>,
] = [true, true, true, true, true, true, true, true, true, true, true, true];

it('our types have room for what the SDK says that AgentPhone returns', () => {
	expect(fits).not.toContain(false);
});
