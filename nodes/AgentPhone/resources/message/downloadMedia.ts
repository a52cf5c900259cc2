import { messagesOf } from '../../../api/conversation/messagesOf';
import { AdvisedError } from '../../../api/errors/advised';
import { conversationLocator } from '../../../fields/locators';
import { fetchMedia } from '../../../api/media/media';
import { mediaUrlsOf } from '../../../api/model/mediaUrls';
import { optionsField } from '../../fields';
import { conversationIdOf, type ConversationRef } from '../../run/conversationRef';
import { defineOperation } from '../../run/defineOperation';
import type { Output, Run } from '../../run/operation';

type Source<Conversation> =
	| { mediaUrl: string }
	| { messageId: string; conversation: Conversation };

interface DownloadMedia<Conversation = ConversationRef> {
	source: Source<Conversation>;
	binaryPropertyName: string;
	maxBytes: number;
}

const MEGABYTE = 1024 * 1024;
const DEFAULT_MEGABYTES = 25;

/** Fetches hosted media into binary data: one file by its URL, or all of a message, each as an item of its own. */
export const downloadMedia = defineOperation<DownloadMedia, DownloadMedia<string>>({
	option: {
		name: 'Download Media',
		value: 'downloadMedia',
		action: 'Download the media of a message',
		description: 'Download images, videos and files as binary data, one item each',
	},
	effect: 'reads',
	fields: [
		{
			displayName: 'Media Source',
			name: 'mediaSource',
			type: 'options',
			default: 'url',
			description: 'What to download',
			options: [
				{
					name: 'Message',
					value: 'message',
					description: 'All media of a message, found by its ID',
				},
				{
					name: 'URL',
					value: 'url',
					description: 'One file, such as a media URL that the AgentPhone Trigger gives',
				},
			],
		},
		{
			displayName: 'Media URL',
			name: 'mediaUrl',
			type: 'string',
			required: true,
			displayOptions: { show: { mediaSource: ['url'] } },
			default: '',
			placeholder: 'e.g. {{ $json.mediaUrls[0] }}',
			description:
				'Where the file is hosted: one of the mediaUrls of a message. It is fetched without your API key, and only from the public internet.',
		},
		conversationLocator({
			displayOptions: { show: { mediaSource: ['message'] } },
			description: 'The conversation that the message is in',
		}),
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			required: true,
			displayOptions: { show: { mediaSource: ['message'] } },
			default: '',
			placeholder: 'e.g. msg_8f2a61c0',
			description: 'The message to download the media of',
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the output binary field to put the file in',
		},
		optionsField([
			{
				displayName: 'Max File Size (MB)',
				name: 'maxFileSize',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_MEGABYTES,
				description:
					'The largest file to download, in megabytes. The download of a larger one is stopped.',
			},
		]),
	],
	read: (parameters) => ({
		source:
			parameters.optional('mediaSource') === 'message'
				? {
						conversation: parameters.conversation('conversationId'),
						messageId: parameters.required('messageId', 'Message ID'),
					}
				: { mediaUrl: parameters.required('mediaUrl', 'Media URL') },
		binaryPropertyName: parameters.optional('binaryPropertyName') ?? 'data',
		maxBytes: parameters.number('options.maxFileSize', DEFAULT_MEGABYTES, 0) * MEGABYTE,
	}),
	async resolve({ source, ...how }, run, inputs) {
		if (!('conversation' in source)) return { source, ...how };
		const refs = () =>
			inputs.flatMap(({ source }) => ('conversation' in source ? [source.conversation] : []));
		const conversation = await conversationIdOf(source.conversation, run, refs);
		return { source: { ...source, conversation }, ...how };
	},
	async execute({ source, binaryPropertyName, maxBytes }, run) {
		const outputs: Output[] = [];
		const failures: unknown[] = [];
		const origin =
			'messageId' in source
				? { conversationId: source.conversation, messageId: source.messageId }
				: {};
		// One after the other: several items are several downloads at a time already.
		for (const mediaUrl of await findMedia(source, run)) {
			try {
				const file = await fetchMedia(run.context, run.api, mediaUrl, { maxBytes });
				const { fileName, mimeType, fileSize } = file;
				outputs.push({
					json: { ...origin, mediaUrl, fileName, mimeType, fileSize },
					binary: { [binaryPropertyName]: file },
				});
			} catch (error) {
				run.api.throwIfCancelled();
				failures.push(error);
				outputs.push({ json: { ...origin, mediaUrl, ...whyNot(error) } });
			}
		}
		// One file that is gone does not cost the others; where none could be had, the item has failed.
		if (failures.length && failures.length === outputs.length) await Promise.reject(failures[0]);
		return outputs;
	},
});

/** What an item says of a file that could not be downloaded. */
function whyNot(thrown: unknown) {
	const { message, description } = thrown as Error & { description?: string | null };
	return { error: message, ...(description && { message: description }) };
}

/** @throws AdvisedError when the message is not there, or has no media. */
async function findMedia(source: Source<string>, run: Run): Promise<string[]> {
	if ('mediaUrl' in source) return [source.mediaUrl];
	const { conversation: conversationId, messageId } = source;
	const [message] = await messagesOf(run.api, conversationId, {
		limit: 1,
		sort: 'newestFirst',
		accept: ({ id }) => id === messageId,
	});
	if (!message)
		throw new AdvisedError(
			`There is no message ${messageId} in the conversation ${conversationId}`,
			'Take both IDs from the same item, for example from the AgentPhone Trigger or from Message: Get Many.',
		);
	const mediaUrls = mediaUrlsOf(message);
	if (!mediaUrls.length)
		throw new AdvisedError(
			`The message ${messageId} has no media`,
			'Let only messages with media reach this node, for example with the filter Has Media of Message: Get Many, or an If node.',
		);
	return mediaUrls;
}
