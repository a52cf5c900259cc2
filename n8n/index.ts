export { N8nClient, OWNER, until } from './client';
export type { Execution, ExecutionDetail, WorkflowDraft } from './client';
export { ensureN8n } from './install';
export { freePort, N8n, N8nStartError, startN8n } from './instance';
export type { N8nOptions, Role } from './instance';
export { packPackage } from './package';
export { step } from './progress';
