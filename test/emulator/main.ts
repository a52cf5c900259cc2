import { parseArgs } from 'node:util';

import { startEmulator } from './index';

/** `npm run emulator`: AgentPhone in a box, alone. */
async function main() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			host: { type: 'string', default: '127.0.0.1' },
			key: { type: 'string', default: 'sk_live_emulator' },
			public: { type: 'boolean', default: false },
			'page-size': { type: 'string' },
		},
	});

	const emulator = await startEmulator({
		port: Number(values.port),
		host: values.host,
		apiKey: values.key,
		webhookUrls: values.public ? 'public' : 'any',
		dialect: values['page-size'] ? { pageSize: Number(values['page-size']) } : {},
	});
	console.log(`AgentPhone in a box: ${emulator.baseUrl}, key ${emulator.apiKey}`);
}

void main();
