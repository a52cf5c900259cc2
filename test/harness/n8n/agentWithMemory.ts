/** A workflow that answers each text by an AI agent, whose memory is the conversation. */
import type { N8nClient, WorkflowDraft } from '../../../n8n';
import { agentPhone, byId, node, trigger, TRIGGER } from './workflows';

/** A chat model of n8n that asks the scripted one at this address. */
export async function chatModelNode(n8n: N8nClient, url: string) {
	const name = 'Scripted model';
	const id = await n8n.createCredential(name, 'openAiApi', { apiKey: 'none', url });
	return {
		...node(
			'Chat Model',
			'@n8n/n8n-nodes-langchain.lmChatOpenAi',
			{ model: byId('scripted'), responsesApiEnabled: false, options: {} },
			1.3,
		),
		credentials: { openAiApi: { id, name } },
	};
}

export async function agentWithMemory(n8n: N8nClient, modelUrl: string): Promise<WorkflowDraft> {
	const agent = node(
		'AI Agent',
		'@n8n/n8n-nodes-langchain.agent',
		{ promptType: 'define', text: '={{ $json.text }}', options: {} },
		3,
	);
	const memory = node('Memory', 'n8n-nodes-agentphone.agentPhoneMemory', {
		conversationId: byId('={{ $json.conversationId }}'),
	});
	const answer = agentPhone('Answer', {
		resource: 'message',
		operation: 'send',
		toNumber: `={{ $('${TRIGGER}').item.json.replyTo }}`,
		body: '={{ $json.output }}',
		options: { plainText: true },
	});
	const chatModel = await chatModelNode(n8n, modelUrl);
	const to = (name: string, type: 'main' | 'ai_memory' | 'ai_languageModel') => ({
		[type]: [[{ node: name, type, index: 0 }]],
	});
	return {
		name: 'Agent with memory',
		nodes: [trigger({ events: ['agent.message'] }), agent, chatModel, memory, answer],
		connections: {
			[TRIGGER]: to('AI Agent', 'main'),
			'AI Agent': to('Answer', 'main'),
			'Chat Model': to('AI Agent', 'ai_languageModel'),
			Memory: to('AI Agent', 'ai_memory'),
		},
	};
}
