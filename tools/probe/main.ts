import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { asker } from './ask';
import { probe, type Report } from './probe';

const HELP = `Looks at how AgentPhone answers where its documentation leaves that open. It only reads.

npm run probe -- [options]
  --key <text>       the API key; default: the environment variable AGENTPHONE_API_KEY
  --base-url <url>   default https://api.agentphone.ai
  --out <file>       what was found, without anybody's data; default observed.json
  --help
`;

/** `npm run probe`: settles the open points of the API that reading an account can settle. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			key: { type: 'string', default: process.env.AGENTPHONE_API_KEY },
			'base-url': { type: 'string', default: 'https://api.agentphone.ai' },
			out: { type: 'string', default: 'observed.json' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return console.log(HELP);
	if (!values.key) throw new Error('Give the API key with --key, or in AGENTPHONE_API_KEY');

	const report = await probe(asker({ baseUrl: values['base-url'], apiKey: values.key }));
	writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`);
	print(report);
	console.log(`\nWritten to ${values.out}. npm run emulator -- --dialect ${values.out}`);
}

function print({ dialect, notSeen, unknown }: Report): void {
	console.log('Seen:');
	console.table(dialect);
	console.log('Not seen:');
	console.table(notSeen);
	for (const [what, names] of Object.entries(unknown) as Array<[string, string[]]>)
		if (names.length > 0) console.log(`Unknown ${what}: ${names.join(', ')}`);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
