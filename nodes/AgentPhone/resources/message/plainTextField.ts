import type { INodeProperties } from 'n8n-workflow';

/** For texts of a language model. Once added it is meant: so it is on. */
export const plainTextField: INodeProperties = {
	displayName: 'Plain Text',
	name: 'plainText',
	type: 'boolean',
	default: true,
	description:
		'Whether to turn Markdown, as AI models write it, into plain text: without stars and brackets, links as "text (address)", lists with bullets',
};
