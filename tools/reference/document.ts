import { AgentPhoneApi } from '../../credentials/AgentPhoneApi.credentials';
import type { Operation, Resource } from '../../nodes/AgentPhone/run/operation';
import { AgentPhone } from '../../nodes/AgentPhone/AgentPhone.node.js';
import { resources } from '../../nodes/AgentPhone/resources';
import { AgentPhoneMemory } from '../../nodes/AgentPhoneMemory/AgentPhoneMemory.node.js';
import { AgentPhonePollingTrigger } from '../../nodes/AgentPhonePollingTrigger/AgentPhonePollingTrigger.node.js';
import { AgentPhoneTrigger } from '../../nodes/AgentPhoneTrigger/AgentPhoneTrigger.node.js';
import { simplify } from '../../nodes/api/webhook/events';
import { SAMPLES } from '../../nodes/AgentPhoneTrigger/samples';
import { describeFields } from './fields';
import { failedSample, sampleOf, type Sample } from './samples';
import {
	ANSWERING_CALLERS,
	EVERY_OPERATION,
	FAILED_ITEMS,
	INTRODUCTION,
	CHAT_MEMORY,
	POLLING_TRIGGER,
	TRIGGER,
} from './text';

// The nodes are imported as `.node.js`: without it, tsx takes the codex file `AgentPhone.node.json` for the module.

/** The reference as Markdown, not yet formatted. */
export async function writeReference(): Promise<string> {
	const parts = [INTRODUCTION, writeContents(), await writeActionNode(), writeTrigger()];
	return [...parts, writePollingTrigger(), writeMemory(), writeCredential()].join('\n\n');
}

const action = new AgentPhone().description;
const trigger = new AgentPhoneTrigger().description;
const polling = new AgentPhonePollingTrigger().description;
const memory = new AgentPhoneMemory().description;
const credential = new AgentPhoneApi();

const titleOf = (resource: Resource, operation: Operation) =>
	`${resource.option.name}: ${operation.option.name}`;

function writeContents(): string {
	const operations = resources.flatMap((resource) =>
		resource.operations.map((operation) => `  - ${linkTo(titleOf(resource, operation))}`),
	);
	return [
		`- ${linkTo(`${action.displayName} node`)}`,
		...operations,
		`- ${linkTo(`${trigger.displayName} node`)}`,
		`- ${linkTo(`${polling.displayName} node`)}`,
		`- ${linkTo(`${memory.displayName} node`)}`,
		`- ${linkTo(`${credential.displayName} credential`)}`,
	].join('\n');
}

/** A link to a heading of this document, by GitHub's rule. */
function linkTo(heading: string): string {
	const anchor = heading.toLowerCase().replace(/[^\w\- ]/g, '');
	return `[${heading}](#${anchor.replaceAll(' ', '-')})`;
}

async function writeActionNode(): Promise<string> {
	const parts = [
		`## ${action.displayName} node`,
		`${action.description}. Version ${String(action.version)}.`,
		EVERY_OPERATION,
		FAILED_ITEMS,
		writeSample(await failedSample()),
	];
	for (const resource of resources)
		for (const operation of resource.operations)
			parts.push(await writeOperation(resource, operation));
	return parts.join('\n\n');
}

/** What a run may do to AgentPhone's data, as the builder should know it. */
const EFFECTS: Record<Operation['effect'], string> = {
	reads: 'Changes nothing.',
	writes: 'Safe to repeat: doing it twice is as doing it once.',
	sends: 'Reaches people, so it is never repeated unless it was certainly not done.',
};

async function writeOperation(resource: Resource, operation: Operation): Promise<string> {
	const { option, effect, fields } = operation;
	const { value: resourceValue } = resource.option;
	return [
		`### ${titleOf(resource, operation)}`,
		`${option.description}. ${EFFECTS[effect]} Stored in workflows as \`${resourceValue}\`, \`${option.value}\`.`,
		describeFields(fields),
		'An item that comes out:',
		writeSample(await sampleOf(resourceValue, option.value)),
	].join('\n\n');
}

function writeTrigger(): string {
	const versions = [trigger.version].flat().join(' and ');
	const [message, reaction, call] = [
		SAMPLES.sampleMessage,
		SAMPLES.sampleReaction,
		SAMPLES.sampleCallEnded,
	];
	const simplified = (title: string, envelope: typeof message) => [
		`${title}:`,
		writeSample({ json: simplify(envelope), files: [] }),
	];
	return [
		`## ${trigger.displayName} node`,
		`${trigger.description}. Versions ${versions}, new nodes are version ${trigger.defaultVersion}.`,
		TRIGGER,
		describeFields(trigger.properties),
		ANSWERING_CALLERS,
		'### Trigger items',
		...simplified('A message', message),
		...simplified('A reaction', reaction),
		...simplified('An ended call', call),
		'The same message with Simplify off, as AgentPhone sends it:',
		writeSample({ json: message, files: [] }),
	].join('\n\n');
}

function writePollingTrigger(): string {
	return [
		`## ${polling.displayName} node`,
		`${polling.description}. Version ${String(polling.version)}.`,
		POLLING_TRIGGER,
		describeFields(polling.properties),
		`The items of messages and reactions are ${linkTo('Trigger items')}, but for \`contact\`, which only a delivery brings; those of conversations are those of ${linkTo('Conversation: Get Many')}.`,
	].join('\n\n');
}

function writeMemory(): string {
	return [
		`## ${memory.displayName} node`,
		`${memory.description}. Version ${String(memory.version)}.`,
		CHAT_MEMORY,
		describeFields(memory.properties),
	].join('\n\n');
}

function writeCredential(): string {
	return [
		`## ${credential.displayName} credential`,
		'One for all nodes. n8n tests it with a call that changes nothing.',
		describeFields(credential.properties),
	].join('\n\n');
}

function writeSample({ json, files }: Sample): string {
	const parts = ['```json', JSON.stringify(json, null, 2), '```'];
	if (files.length)
		parts.push('', `and the file, as binary data in ${files.map((name) => `\`${name}\``).join()}.`);
	return parts.join('\n');
}
