/** n8n's own logger writes into {@link logged}: for projects that run n8n-core. */
import { createRequire } from 'node:module';

import { logged } from './lines';

type Logging = { Logger: new () => object };
type Injection = typeof import('@n8n/di');
type Workflow = Pick<typeof import('n8n-workflow'), 'LoggerProxy'>;

const fromCore = createRequire(require.resolve('n8n-core'));
const { Logger } = fromCore('@n8n/backend-common') as Logging;
const { Container } = fromCore('@n8n/di') as Injection;
const { LoggerProxy } = fromCore('n8n-workflow') as Workflow;

const keep = (message: string) => void logged.push(message);
const logger = {
	error: keep,
	warn: keep,
	info: keep,
	debug: () => {},
	scoped: () => logger,
};
Container.set(Logger, logger);
LoggerProxy.init(logger);
