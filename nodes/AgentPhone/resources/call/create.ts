import { createCall, type CallDraft } from '../../../api/endpoints/calls';
import { AdvisedError } from '../../../api/errors/advised';
import { addressKey } from '../../../api/model/address';
import { isJsonObject } from '../../../api/model/metadata';
import type { JsonObject } from '../../../api/model/types';
import { agentLocator, numberLocator } from '../../../fields/locators';
import { optionsField } from '../../fields';
import { defineOperation } from '../../run/defineOperation';
import { output } from '../../run/operation';
import type { ItemParameters } from '../../run/parameters';

/**
 * Calls a person. AgentPhone answers at once, while it rings; what came of it says the event `agent.call_ended`, which
 * has the ID of the call. A call is never placed a second time unless the first was certainly not placed.
 */
export const create = defineOperation<CallDraft>({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Call a person',
		description: 'Call a person: the agent talks by a prompt, or your workflow answers each turn',
	},
	effect: 'sends',
	fields: [
		agentLocator({
			required: true,
			description: 'The agent that calls. It needs a phone number.',
		}),
		{
			displayName: 'Recipient',
			name: 'toNumber',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. +1 555 010 0199',
			description: 'The phone number to call, with its country code',
		},
		optionsField([
			{
				displayName: 'Call Screening Identity',
				name: 'callScreeningIdentity',
				type: 'string',
				default: '',
				placeholder: 'e.g. the Ada Dental office',
				description: 'Who is calling, for a phone that asks. Up to 100 characters.',
			},
			{
				displayName: 'Call Screening Purpose',
				name: 'callScreeningPurpose',
				type: 'string',
				default: '',
				placeholder: 'e.g. Confirming your appointment',
				description: 'What the call is about, for a phone that asks. Up to 300 characters.',
			},
			{
				displayName: 'Disable Recording',
				name: 'disableRecording',
				type: 'boolean',
				default: true,
				description: 'Whether no sound of the call is kept. The transcript is, in any case.',
			},
			numberLocator({
				displayName: 'From Phone Number',
				name: 'fromNumberId',
				description: 'The number to call from, one of the agent’s. Without it, AgentPhone chooses.',
			}),
			{
				displayName: 'Initial Greeting',
				name: 'initialGreeting',
				type: 'string',
				default: '',
				placeholder: 'e.g. Hello, this is Ada Dental.',
				description:
					'What the agent says first. Left empty, the agent is silent until it is spoken to.',
			},
			{
				displayName: 'Model Tier',
				name: 'modelTier',
				type: 'options',
				default: 'balanced',
				description: 'Which of AgentPhone’s models talks. Only with a System Prompt.',
				options: [
					{ name: 'Balanced', value: 'balanced' },
					{ name: 'Max', value: 'max', description: 'The most capable' },
					{ name: 'Turbo', value: 'turbo', description: 'The quickest' },
				],
			},
			{
				displayName: 'System Prompt',
				name: 'systemPrompt',
				type: 'string',
				typeOptions: { rows: 5 },
				default: '',
				description:
					'What the agent is to do in this call. With it, AgentPhone’s own model talks. Without it, each turn comes to your AgentPhone Trigger as a message of the channel Voice.',
			},
			{
				displayName: 'Variables',
				name: 'variables',
				type: 'json',
				default: '',
				placeholder: 'e.g. {"name": "Ada"}',
				description: 'What {{name}} and the like stand for in the prompt and the greeting',
			},
			{
				displayName: 'Voice',
				name: 'voice',
				type: 'string',
				default: '',
				placeholder: 'e.g. 11labs-Skylar',
				description: 'The ID of the voice for this call. Without it, the agent’s own.',
			},
		]),
	],
	read: readCall,
	orderedBy: ({ toNumber }) => addressKey(toNumber),
	execute: async (call, { api }) => [output(await createCall(api, call))],
});

/** @throws AdvisedError for what AgentPhone would refuse. */
function readCall(parameters: ItemParameters): CallDraft {
	const call: CallDraft = {
		agentId: parameters.id('agentId'),
		toNumber: parameters.phoneNumber('toNumber'),
		systemPrompt: parameters.optional('options.systemPrompt'),
		modelTier: parameters.optional('options.modelTier'),
		voice: parameters.optional('options.voice'),
		// An empty greeting is one too: the agent then waits for the other to speak.
		initialGreeting: parameters.isAdded('options.initialGreeting')
			? (parameters.optional('options.initialGreeting') ?? '')
			: undefined,
		variables: readVariables(parameters),
		fromNumberId: parameters.optionalId('options.fromNumberId'),
		disableRecording: parameters.flag('options.disableRecording'),
		callScreeningIdentity: short(parameters, 'callScreeningIdentity', 100),
		callScreeningPurpose: short(parameters, 'callScreeningPurpose', 300),
	};
	if (call.modelTier && !call.systemPrompt)
		throw new AdvisedError(
			'Model Tier works only with a System Prompt',
			'Add a System Prompt in the options, or remove Model Tier: the agent’s own model talks then.',
		);
	return call;
}

function readVariables(parameters: ItemParameters) {
	const json = parameters.optionalJson('options.variables')?.json;
	if (json === undefined) return undefined;
	if (isJsonObject(json)) return asTexts(json);
	throw new AdvisedError(
		'Variables must be a JSON object',
		'Write a name and a value for each, such as {"name": "Ada"}.',
	);
}

/** They are put into texts, and AgentPhone need not take anything else. */
const asTexts = (variables: JsonObject): JsonObject =>
	Object.fromEntries(
		Object.entries(variables).map(([name, value]) => [
			name,
			value === null || typeof value === 'string' ? value : JSON.stringify(value),
		]),
	);

function short(
	parameters: ItemParameters,
	name: 'callScreeningIdentity' | 'callScreeningPurpose',
	most: number,
): string | undefined {
	const text = parameters.optional(`options.${name}`);
	if (text === undefined || text.length <= most) return text;
	throw new AdvisedError(
		`${parameters.label(`options.${name}`)} has ${text.length} characters, and may have ${most}`,
		'Make it shorter.',
	);
}
