import { parseArgs } from 'node:util';

import { readDialectSettings } from './dialectSettings';
import { startEmulator } from './index';

const HELP = `AgentPhone in a box, for trying workflows out without an account.

npx ./emulator [options]            or: npm run emulator -- [options]
  --port <number>          of the API; default 4010
  --host <address>         default 127.0.0.1
  --key <text>             the API key it expects; default sk_live_emulator
  --page-size <number>     of every page of conversations, agents and numbers, whatever is asked for
  --conversations <count>  made at the start; default 25
  --dialect <name>=<value> how an open point of the API is read; may be given more than once
  --dialect <file>         the same for several, in JSON: {"dialect": {"<name>": <value>}}
  --public                 refuse webhook URLs that the real AgentPhone could not reach
  --help
`;

/** `npx ./emulator` and `npm run emulator`: AgentPhone in a box, alone, with something in it. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			host: { type: 'string', default: '127.0.0.1' },
			key: { type: 'string', default: 'sk_live_emulator' },
			'page-size': { type: 'string' },
			conversations: { type: 'string', default: '25' },
			dialect: { type: 'string', multiple: true, default: [] },
			public: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return console.log(HELP);

	const emulator = await startEmulator({
		port: Number(values.port),
		host: values.host,
		apiKey: values.key,
		webhookUrls: values.public ? 'public' : 'any',
		dialect: {
			...readDialectSettings(values.dialect),
			...(values['page-size'] !== undefined && { pageSize: Number(values['page-size']) }),
		},
	});
	const { baseUrl, apiKey, store } = emulator;
	store.seed({ conversations: Number(values.conversations), messages: 3 });
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => void emulator.stop());

	console.log(`AgentPhone in a box

  Base URL  ${baseUrl}
  API key   ${apiKey}
  Phone     ${baseUrl}/phone (be the person at the other end)

Write to the agent as that person does:

  curl ${baseUrl}/_emulator/person/text --json '{"from": "+14155550100", "body": "Hello"}'

All that it can be told to do: ${baseUrl}/_emulator
Stop it with Ctrl+C.`);
}

main().catch((error: NodeJS.ErrnoException) => {
	console.error(
		error.code === 'EADDRINUSE'
			? `${error.message}\nSomething else uses this port: choose another with --port.`
			: error.message,
	);
	process.exitCode = 1;
});
