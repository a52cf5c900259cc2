import type { IExecuteFunctions } from 'n8n-workflow';

import { listAgents } from '../../api/endpoints/agents';
import { getWebhook } from '../../api/endpoints/webhooks';
import { AdvisedError } from '../../api/errors/advised';
import { unlessGone } from '../../api/http/errors';
import { oncePerRun, type Run } from '../run/operation';

/** Agents that are looked at, where nobody knows which of them is written to. */
const MOST_AGENTS = 100;

/**
 * Makes sure that an answer would come to this n8n, before anybody is asked: that AgentPhone delivers what the agent, or
 * some agent, gets to an address of this n8n. Which workflows are active is nothing that a node can see.
 *
 * @param agentId of the conversation; `undefined` where that is not known
 * @throws AdvisedError when it would not.
 */
export async function requireHearing(agentId: string | undefined, run: Run) {
	if (isPolledFor(run.context)) return;
	const origin = originOf(run.context);
	const urls = await heardUrls(agentId ?? ANY, run);
	if (urls.some((url) => URL.canParse(url) && new URL(url).origin === origin)) return;
	const [other] = urls;
	throw new AdvisedError(
		other === undefined
			? 'Nothing would hear the answer: AgentPhone delivers messages nowhere'
			: `Nothing would hear the answer: AgentPhone delivers messages to ${hostOf(other)}, not to this n8n (${origin})`,
		'Activate a workflow with an AgentPhone Trigger in this n8n, for the account or for this agent. If one is active, set the environment variable WEBHOOK_URL of n8n to the address that AgentPhone delivers to. Nothing was sent.',
	);
}

/** Whether the workflow itself begins with a trigger that looks for answers, and needs nothing delivered. */
const isPolledFor = (context: IExecuteFunctions) =>
	context
		.getParentNodes(context.getNode().name)
		.some(({ type, disabled }) => type.endsWith('.agentPhonePollingTrigger') && !disabled);

/** Where this n8n resumes executions, as AgentPhone would reach it. */
const originOf = (context: IExecuteFunctions) => new URL(context.getSignedResumeUrl()).origin;

/** The address may have a secret in its path. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : 'another address');

const ANY = '';

/** Where deliveries for an agent go. An agent's own webhook takes the place of the account's. */
const heardUrls = oncePerRun(async (agentId, run): Promise<string[]> => {
	const own = agentId === ANY ? undefined : await webhookUrl(run, agentId);
	if (own) return [own];
	const account = await webhookUrl(run, undefined);
	if (agentId !== ANY) return account ? [account] : [];
	if (account && new URL(account).origin === originOf(run.context)) return [account];
	const { data: agents = [] } = await listAgents(run.api, { limit: MOST_AGENTS });
	const others = await Promise.all(agents.map(async ({ id }) => await webhookUrl(run, id)));
	return [...others, account].filter((url) => url !== undefined);
});

async function webhookUrl({ api }: Run, agentId: string | undefined): Promise<string | undefined> {
	const webhook = await getWebhook(api, agentId).catch(unlessGone);
	return webhook?.url;
}
