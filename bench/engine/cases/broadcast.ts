import type { INodeExecutionData } from 'n8n-workflow';

import { names, type Case } from '../case';

/** A message to each of 60 people, of whom AgentPhone refuses 50 by a rule that no waiting cures. */
export const broadcast: Case = {
	name: 'broadcast',
	latencies: [50],
	async prepare({ emulator, nodes }) {
		await emulator.seed({ conversations: 1 });
		const people = Array.from({ length: 60 }, (_, index) => `+1415557${1_000 + index}`);
		const taken = people.filter((_, index) => index % 6 === 0);
		for (const recipient of people)
			if (!taken.includes(recipient))
				await emulator.refuse(recipient, 'CONVERSATION_AWAITING_REPLY');

		const send = async (to: string[]) => {
			const items: INodeExecutionData[] = to.map((json, item) => ({
				json: { to: json },
				pairedItem: { item },
			}));
			const out = await nodes.agentPhone(
				{ resource: 'message', operation: 'send', toNumber: '={{ $json.to }}', body: 'Hello' },
				items,
				{ continueOnFail: true },
			);
			return out.filter(({ json }) => json.id).length;
		};
		return {
			rows: taken.length,
			contenders: [
				{ name: names.ours, run: async () => await send(people) },
				{
					name: `${names.ours}, without those who are refused`,
					run: async () => await send(taken),
				},
			],
		};
	},
};
