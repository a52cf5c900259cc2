import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { AdvisedError } from '../../nodes/api/errors/advised';
import { toNodeError } from '../../nodes/api/errors/nodeError';
import { backgroundHints } from '../../nodes/api/endpoints/hints/conversations';
import { messageHints } from '../../nodes/api/endpoints/hints/messages';
import { reactionHints } from '../../nodes/api/endpoints/hints/reactions';
import { webhookHints } from '../../nodes/api/endpoints/hints/webhooks';
import { apiError, redact } from '../../nodes/api/http/errors';
import { readApiMessage } from '../../nodes/api/http/failure';
import type { Hint } from '../../nodes/api/http/hints';
import { PaginationError } from '../../nodes/api/lists/errors';

const node = { name: 'AgentPhone', type: 'agentPhone', typeVersion: 1, parameters: {} } as INode;
const SECRET = 'sk_live_a+b/c';

const failure = (status: number, body: unknown, more: object = {}, hints: Hint[] = []) =>
	apiError(
		node,
		{
			method: 'GET',
			path: '/v1/conversations/conv_1',
			status,
			body,
			secrets: [SECRET],
			...more,
		},
		{ hints },
	);

describe('AgentPhone’s words are read', () => {
	it.each([
		[{ error: { message: 'No', code: 'X', details: [] } }, 'No'],
		[
			{
				error: {
					message: 'No',
					details: [{ field: 'url', message: 'does not resolve' }, 'and so on'],
				},
			},
			'No; url: does not resolve; and so on',
		],
		[{ detail: 'No' }, 'No'],
		[
			{ detail: [{ loc: ['body', 'metadata', 'a'], msg: 'is wrong', type: 't' }] },
			'metadata.a: is wrong',
		],
		[
			{ detail: [{ msg: 'is wrong' }, { loc: ['query', 'limit'], msg: 'too large' }] },
			'is wrong; limit: too large',
		],
		[{ message: 'No' }, 'No'],
		['<html>', ''],
		[null, ''],
		[[], ''],
		[{ error: null }, ''],
	])('from %j', (body, text) => {
		expect(readApiMessage(body).text).toBe(text);
	});
});

describe('what to do next', () => {
	const says = (text: string) => ({ error: { message: text } });

	it.each<[string, number, Hint[], unknown, string]>([
		['a wrong key', 401, [], says('Invalid API key'), 'API Key'],
		['no balance', 402, [], says('Too low'), 'Top it up'],
		['nothing there', 404, [], says('Not found'), 'From List'],
		['too many requests', 429, [], says('Slow down'), 'Concurrency'],
		['trouble at AgentPhone', 503, [], says('Down'), 'again later'],
		['a redirect', 302, [], '', 'Base URL'],
		[
			'a reaction to an SMS',
			400,
			reactionHints,
			says('Not supported'),
			'Only iMessage and WhatsApp messages',
		],
		...(
			[
				['CONVERSATION_STREAK_LIMIT', 429, 'in a row'],
				['CONVERSATION_AWAITING_REPLY', 429, 'has not answered'],
				['CONVERSATION_INACTIVE', 429, 'must write or react first'],
				['OUTBOUND_LIMIT_REACHED', 429, 'tomorrow'],
				['NEW_CONVERSATION_LIMIT_REACHED', 429, 'new conversations'],
				['INBOUND_ONLY', 400, 'can only receive'],
				['WHATSAPP_NOT_ENABLED', 403, 'WhatsApp is not enabled'],
			] as const
		).map(
			([code, status, hint]) =>
				[`the code ${code}`, status, messageHints, { error: { message: 'No', code } }, hint] as [
					string,
					number,
					Hint[],
					unknown,
					string,
				],
		),
		[
			'an unregistered number',
			403,
			messageHints,
			says('Number is not registered for 10DLC'),
			'10DLC',
		],
		[
			'a restricted destination',
			403,
			messageHints,
			says('Emergency or restricted destination'),
			'Leave it out',
		],
		['a reply to nothing', 404, messageHints, says('Reply target not found'), 'nothing was sent'],
		[
			'a send to nobody',
			422,
			messageHints,
			says('provide to_number or recipients'),
			'Fill Recipient',
		],
		['an emoji on an old line', 400, reactionHints, says('No custom emoji'), 'six tapbacks'],
		[
			'an unreachable webhook, by its code',
			400,
			webhookHints,
			{ error: { message: 'Invalid', code: 'VALIDATION_ERROR_URL' } },
			'WEBHOOK_URL',
		],
		[
			'an unreachable webhook, by its text',
			400,
			webhookHints,
			{ detail: 'URL does not resolve' },
			'WEBHOOK_URL',
		],
		[
			'a carousel with text',
			400,
			messageHints,
			says('A carousel must have an empty body'),
			'no text',
		],
		[
			'a group of one',
			422,
			messageHints,
			{ detail: [{ loc: ['body', 'recipients'], msg: 'too short' }] },
			'two or more recipients',
		],
		[
			'a background that is no image',
			400,
			backgroundHints,
			says('Background images must be JPEG'),
			'10 MB',
		],
		['a background over SMS', 400, backgroundHints, says('Not available'), 'only in iMessage'],
	])('is told about %s', (_what, status, hints, body, hint) => {
		expect(failure(status, body, {}, hints).description).toContain(hint);
	});
});

it('the message is AgentPhone’s own, also where n8n has a text for the code in it', () => {
	expect(failure(404, { detail: 'No such conversation' }).message).toBe('No such conversation');
	expect(failure(500, { detail: 'Upstream: ECONNRESET' }).message).toBe('Upstream: ECONNRESET');
	expect(failure(500, '<html>').message).toBe('AgentPhone answered with status 500');
});

it('secrets are taken out of every part', () => {
	const error = failure(
		400,
		{
			error: { message: `Bad ${SECRET}`, code: 'X', details: [`in ${encodeURIComponent(SECRET)}`] },
		},
		{ path: `/v1/conversations/${encodeURIComponent(SECRET)}` },
	);
	const shown = JSON.stringify({ ...error, message: error.message, stack: error.stack });
	expect(shown).not.toContain(SECRET);
	expect(shown).not.toContain(encodeURIComponent(SECRET));
	expect(redact('nothing', [''])).toBe('nothing');
});

describe('anything thrown', () => {
	it('becomes an error of n8n, with its advice', () => {
		for (const thrown of [
			new AdvisedError('What', 'Do this'),
			new PaginationError('What', 'Do this'),
		]) {
			const error = toNodeError(node, thrown);
			expect(error).toBeInstanceOf(NodeOperationError);
			expect(error).toMatchObject({ message: 'What', description: 'Do this' });
		}
		expect(toNodeError(node, 'text').message).toBe('text');
		expect(toNodeError(node, new Error('connect ECONNREFUSED')).message).toBe(
			'connect ECONNREFUSED',
		);
	});

	it('stays what it is when n8n knows it', () => {
		const known = new NodeApiError(node, { message: 'x' });
		expect(toNodeError(node, known)).toBe(known);
	});
});
