/**
 * `npm run demo`: AgentPhone in a box, a real n8n with this package, and two example workflows at work. Stays up to
 * be looked at; with `--once` it ends after the transcript. Exits with 1 when anything is missing.
 */
import { OWNER, step } from '../n8n';
import { playConversation } from './conversation';
import { phoneOf, setStage } from './stage';
import { playSync } from './sync';
import { bold, dim, heading, write } from './terminal';

const once = process.argv.includes('--once');
const takeDowns: (() => Promise<void>)[] = [];

/** Ends what was started, last first. */
async function end(code: number): Promise<never> {
	await step('Cleaning up', async () => {
		for (const takeDown of takeDowns.splice(0).reverse()) await takeDown();
	});
	process.exit(code);
}

/** Until a moment has passed, a second signal is the same key press, passed on by npm. */
const SAME_KEY_PRESS = 1_000;
let askedAt: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.on(signal, () => {
		if (askedAt === undefined) {
			askedAt = Date.now();
			void end(once ? 130 : ((process.exitCode as number | undefined) ?? 0));
		} else if (Date.now() - askedAt > SAME_KEY_PRESS) process.exit(130);
	});

async function main() {
	const stage = await setStage((takeDown) => takeDowns.push(takeDown));
	const { complete: answered } = await playConversation(stage);
	const synced = await playSync(stage);
	if (!answered || !synced) {
		write(`\n  ${bold('Something is missing: see the crosses above.')}`);
		if (once) await end(1);
		process.exitCode = 1;
	}
	if (once) await end(0);

	const { n8n, emulator } = stage;
	heading('It is yours now');
	const phone = phoneOf(emulator);
	write(`  Ada’s phone  ${bold(phone)}  ${dim('write to the workflow')}`);
	write(`  n8n          ${bold(n8n.url)}`);
	write(`  login        ${bold(OWNER.email)}  ${bold(OWNER.password)}`);
	write(`  AgentPhone   ${emulator.baseUrl}  ${dim(`in a box, key ${emulator.apiKey}`)}`);
	write(`\n  ${dim('Ctrl-C ends it and removes everything it made.')}`);
	if (process.stdout.isTTY) await openPhone(phone);
}

/** In the browser, where there is one: the address has been printed. */
async function openPhone(url: string) {
	const { default: open } = await import('open');
	const browser = await open(url);
	browser.once('error', () => undefined);
}

main().catch(async (error: Error) => {
	// Interrupted: what was going on fails because n8n goes away, and is being cleaned up already.
	if (askedAt !== undefined) return;
	write(`\n${bold('The demo stopped:')} ${error.message}`);
	await end(1);
});
