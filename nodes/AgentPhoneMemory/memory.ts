import { NodeConnectionTypes, type IDataObject, type ISupplyDataFunctions } from 'n8n-workflow';

import { toNodeError } from '../api/errors/nodeError';
import type { Remembered } from './remembered';

/** The key by which n8n's agents ask for what was said. */
const CHAT_HISTORY = 'chat_history';

type Recall = () => Promise<Remembered[]>;

/**
 * The memory as n8n's agents call it. They know one by its methods, so it needs no package. What the agent answers is
 * remembered by sending it: to save and to clear change nothing.
 */
export function memoryOf(context: ISupplyDataFunctions, recall: Recall) {
	const logged = async (action: string, values: IDataObject) =>
		await logTo(context, action, values, recall);
	return {
		memoryKeys: [CHAT_HISTORY],
		returnMessages: true,
		chatHistory: {
			getMessages: async () => await logged('getMessages', {}),
			addMessage: nothing,
			addMessages: nothing,
			addUserMessage: nothing,
			addAIMessage: nothing,
			addAIChatMessage: nothing,
			clear: nothing,
		},
		loadMemoryVariables: async (values: IDataObject = {}) => ({
			[CHAT_HISTORY]: await logged('loadMemoryVariables', values),
		}),
		saveContext: nothing,
		clear: nothing,
	};
}

async function nothing() {}

/** Shows in the editor's log what the agent was given. */
async function logTo(
	context: ISupplyDataFunctions,
	action: string,
	values: IDataObject,
	recall: Recall,
): Promise<Remembered[]> {
	const memory = NodeConnectionTypes.AiMemory;
	const { index } = context.addInputData(memory, [[{ json: { action, values } }]]);
	try {
		const messages = await recall();
		const chatHistory = messages.map(({ role, content }) => ({ role, content }));
		context.addOutputData(memory, index, [[{ json: { action, chatHistory } }]]);
		return messages;
	} catch (thrown) {
		const error = toNodeError(context.getNode(), thrown);
		context.addOutputData(memory, index, error);
		throw error;
	}
}
