import type { Hint } from '../../http/hints';

/** Where neither texts nor calls go. */
export const destinationHint: Hint = {
	status: [403],
	text: /emergency|restrict|destination|not allowed/i,
	hint: 'AgentPhone does not send to this destination: an emergency number, or one that is restricted. Leave it out.',
};
