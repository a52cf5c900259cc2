import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { asker } from './ask';
import { carryOut, type Wishes } from './consent';
import { probe, type Report } from './probe';
import type { Connection } from './request';
import { ownerAtTerminal } from './terminal';

const HELP = `Looks at how AgentPhone answers where its documentation leaves that open. It only reads, unless you ask for more.

npm run probe -- [options]
  --key <text>            the API key; default: the environment variable AGENTPHONE_API_KEY
  --base-url <url>        default https://api.agentphone.ai
  --out <file>            what was found, without anybody's data; default observed.json

Each of these says first what it will do, and asks:
  --write <conversation>  replaces the metadata of a conversation, and restores it
  --send-to <number>      sends one text to a phone of your own (+14155550100)
  --webhook <url>         registers a webhook for a while; the URL leads to --port of this computer, by a tunnel for example
    --port <number>       default 4020
    --host <address>      default 127.0.0.1
    --wait <seconds>      for an answer to the text, and for a retry; default 300
  --agent <id>            whose webhook, and from whose number
  --yes                   agrees to all of it
  --help
`;

/** `npm run probe`: settles the open points of the API that an account can settle. */
async function main(stop: AbortSignal): Promise<void> {
	const { values } = parseArgs({
		options: {
			key: { type: 'string', default: process.env.AGENTPHONE_API_KEY },
			'base-url': { type: 'string', default: 'https://api.agentphone.ai' },
			out: { type: 'string', default: 'observed.json' },
			write: { type: 'string' },
			'send-to': { type: 'string' },
			webhook: { type: 'string' },
			port: { type: 'string', default: '4020' },
			host: { type: 'string', default: '127.0.0.1' },
			wait: { type: 'string', default: '300' },
			agent: { type: 'string' },
			yes: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return console.log(HELP);
	if (!values.key) throw new Error('Give the API key with --key, or in AGENTPHONE_API_KEY');
	const sendTo = values['send-to'];
	if (sendTo !== undefined && !/^\+\d{7,15}$/.test(sendTo))
		throw new Error('--send-to takes a number with its country, such as +14155550100');
	if (values.webhook !== undefined && !URL.canParse(values.webhook))
		throw new Error('--webhook takes a URL');

	const connection: Connection = {
		baseUrl: values['base-url'],
		apiKey: values.key,
		signal: stop,
	};
	const wishes: Wishes = {
		write: values.write,
		sendTo,
		webhook: values.webhook
			? { url: values.webhook, port: Number(values.port), host: values.host }
			: undefined,
		agentId: values.agent,
		patience: Number(values.wait),
	};
	const owner = ownerAtTerminal(values.yes);
	const report = await probe(
		asker(connection),
		async (sample) => await carryOut(connection, owner, wishes, sample),
	);
	writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`);
	print(report);
	console.log(`\nWritten to ${values.out}. npm run emulator -- --dialect ${values.out}`);
}

function print({ dialect, notSeen, unknown, ...more }: Report): void {
	console.log('Seen:');
	console.table(dialect);
	console.log('Not seen:');
	console.table(notSeen);
	console.log('Besides:');
	console.dir(more, { depth: null });
	for (const [what, names] of Object.entries(unknown) as Array<[string, string[]]>)
		if (names.length > 0) console.log(`Unknown ${what}: ${names.join(', ')}`);
}

const stopper = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.on(signal, () => {
		if (!stopper.signal.aborted) console.error('Stopping. What was borrowed is given back first.');
		stopper.abort(new Error('Stopped: nothing was written to a file'));
	});
main(stopper.signal).catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
