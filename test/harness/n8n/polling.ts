/** Seconds from one poll to the next. */
const EVERY = 5;

/** When to poll, as often as n8n allows: one schedule may poll once a minute, so there are twelve. */
export const EVERY_FEW_SECONDS = {
	item: Array.from({ length: 60 / EVERY }, (_each, index) => ({
		mode: 'custom',
		cronExpression: `${index * EVERY} * * * * *`,
	})),
};
