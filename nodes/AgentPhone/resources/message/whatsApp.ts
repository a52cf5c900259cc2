import type { INodeProperties } from 'n8n-workflow';

import { AdvisedError } from '../../../api/errors/advised';
import type { JsonObject } from '../../../api/model/types';
import type { ItemParameters } from '../../run/parameters';
import { parseJson } from '../../run/jsonText';
import { splitText } from '../../run/splitText';

const MOST_BUTTONS = 3;
const LONGEST_BUTTON = 20;
const MOST_ROWS = 10;
const DEFAULT_LANGUAGE = 'en_US';

/** What only WhatsApp can show, one of them in a message. Read by {@link readWhatsApp}. */
export const whatsAppField: INodeProperties = {
	displayName: 'WhatsApp Content',
	name: 'whatsApp',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add WhatsApp Content',
	description:
		'Buttons, a list, a link button or a template: one of them in a message. The message then goes by WhatsApp.',
	options: [
		{
			displayName: 'Buttons',
			name: 'buttons',
			values: [
				{
					displayName: 'Button Texts',
					name: 'texts',
					type: 'string',
					typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Button' },
					default: [],
					placeholder: 'e.g. Yes, please',
					description: 'One to three answers to choose from, each of at most 20 characters',
				},
			],
		},
		{
			displayName: 'Link Button',
			name: 'cta',
			values: [
				{
					displayName: 'Button Text',
					name: 'displayText',
					type: 'string',
					default: '',
					placeholder: 'e.g. See the menu',
					description: 'What the button says, in at most 20 characters',
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/menu',
					description: 'The HTTPS address that the button opens',
				},
			],
		},
		{
			displayName: 'List',
			name: 'list',
			values: [
				{
					displayName: 'List',
					name: 'list',
					type: 'json',
					default: '',
					placeholder: 'e.g. {"button": "Choose", "rows": [{"title": "Pizza"}]}',
					description: 'The menu as AgentPhone takes it, with at most 10 rows',
				},
			],
		},
		{
			displayName: 'Template',
			name: 'template',
			values: [
				{
					displayName: 'Language',
					name: 'language',
					type: 'string',
					default: DEFAULT_LANGUAGE,
					description: 'The language that the template was approved in',
				},
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. appointment_reminder',
					description:
						'A template that Meta approved: the only way to write first, or after 24 hours of silence',
				},
				{
					displayName: 'Variables',
					name: 'variables',
					type: 'json',
					default: '',
					placeholder: 'e.g. ["Ada", "7 pm"]',
					description: 'What is put into the template, as a JSON list or object',
				},
			],
		},
	],
};

/** By the wire names of the request. */
export type WhatsAppContent = { [Kind in 'buttons' | 'list' | 'cta' | 'template']?: unknown };

/**
 * What the field says, by AgentPhone's wire names.
 *
 * @returns `undefined` when there is none
 * @throws AdvisedError when AgentPhone would refuse it
 */
export function readWhatsApp(parameters: ItemParameters): WhatsAppContent | undefined {
	const said = asObject(parameters.raw('options.whatsApp'), 'WhatsApp Content');
	const given = Object.entries(said ?? {}).filter(([, content]) => !isNothing(content));
	if (given.length > 1)
		throw new AdvisedError(
			`A WhatsApp message has one of buttons, list, cta and template, but there are ${given.length}: ${given.map(([kind]) => kind).join(', ')}`,
			'Remove all but one of them under WhatsApp Content, and send the others as messages of their own.',
		);
	const [only] = given;
	if (!only) return undefined;
	const [kind, content] = only;
	const read = READERS[kind as keyof WhatsAppContent];
	return { [kind]: read(asObject(content, kind) ?? {}) };
}

const READERS: Record<keyof WhatsAppContent, (content: Record<string, unknown>) => unknown> = {
	buttons: readButtons,
	cta: readLink,
	list: readList,
	template: readTemplate,
};

function readButtons(content: Record<string, unknown>): string[] {
	const texts = splitText(content.texts, /[\n,;]+/, 'Button Texts');
	if (!texts.length || texts.length > MOST_BUTTONS)
		throw new AdvisedError(
			`A WhatsApp message has 1 to ${MOST_BUTTONS} buttons, but there are ${texts.length}`,
			'Correct Button Texts. For more choices, use a list.',
		);
	return texts.map((text) => requireShort(text, 'A button'));
}

function readLink({ displayText, url }: Record<string, unknown>): JsonObject {
	const address = String(url ?? '').trim();
	if (!/^https:\/\/[^\s/]+\S*$/i.test(address))
		throw new AdvisedError(
			`The URL of a link button must start with https://, but it is ${address ? `"${address}"` : 'empty'}`,
			'Correct the URL under Link Button.',
		);
	const label = String(displayText ?? '').trim();
	return { display_text: requireShort(label, 'The link button'), url: address };
}

function readList(content: Record<string, unknown>): JsonObject {
	const list = asObject(content.list, 'List') ?? {};
	const rows = countRows(list);
	if (rows > MOST_ROWS || Object.keys(list).length === 0)
		throw new AdvisedError(
			`A WhatsApp list has 1 to ${MOST_ROWS} rows, but there are ${rows}`,
			'Correct the list, or split it over several messages.',
		);
	return list as JsonObject;
}

/** The rows of a list, or of all its sections. */
function countRows(list: Record<string, unknown>): number {
	const own = [list.rows, list.options].find(Array.isArray) as unknown[] | undefined;
	const sections = Array.isArray(list.sections) ? list.sections.filter(isObject) : [];
	return (own?.length ?? 0) + sections.reduce((sum, section) => sum + countRows(section), 0);
}

function readTemplate({ name, language, variables }: Record<string, unknown>): JsonObject {
	const trimmed = String(name ?? '').trim();
	if (!trimmed)
		throw new AdvisedError(
			'The name of the WhatsApp template is empty',
			'Fill Name under Template with the name of a template that Meta approved.',
		);
	const given = parseIfText(variables, 'Variables');
	return {
		name: trimmed,
		language: String(language ?? '').trim() || DEFAULT_LANGUAGE,
		...(isNothing(given) ? {} : { variables: given as JsonObject }),
	};
}

function requireShort(text: string, what: string): string {
	if (text && [...text].length <= LONGEST_BUTTON) return text;
	throw new AdvisedError(
		`${what} has 1 to ${LONGEST_BUTTON} characters, but "${text}" has ${[...text].length}`,
		'Shorten it, and say the rest in the message.',
	);
}

function asObject(value: unknown, label: string): Record<string, unknown> | undefined {
	const parsed = parseIfText(value, label);
	if (isNothing(parsed)) return undefined;
	if (isObject(parsed)) return parsed;
	throw new AdvisedError(
		`${label} must be an object, but it is ${Array.isArray(parsed) ? 'a list' : typeof parsed}`,
		'Correct that field, or the expression in it.',
	);
}

const parseIfText = (value: unknown, label: string): unknown =>
	typeof value === 'string' && value.trim() ? parseJson(value, label) : value;

const isNothing = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && value.trim() === '') ||
	(typeof value === 'object' && Object.keys(value).length === 0);

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
