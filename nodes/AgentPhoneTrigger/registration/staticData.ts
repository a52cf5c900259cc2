import { sleep, type IDataObject } from 'n8n-workflow';

import type { Owner } from './borrowed';

/**
 * What n8n keeps for this node between deliveries. Production has it in the data base; a test run has its own,
 * which ends with the test.
 */
export interface StaticData extends IDataObject {
	/** Where deliveries are to arrive: as n8n gives it, production or test. */
	url?: string;
	secret?: string;
	/** The agent whose webhook was registered; empty for the account's. */
	agentId?: string;
	/** Whose registration was replaced, to be given back; `isOwn`: another workflow's of this n8n, as it was addressed then. */
	replaced?: Owner & IDataObject & { isOwn?: boolean };
	/** Whether this is a test run with a sample, for which nothing is registered. */
	sample?: boolean;
	/** Marks of the deliveries that started an execution, one after the other, the oldest first. */
	started?: string;
}

/**
 * Has n8n store the data after it has started an execution for what `webhook()` is about to give. n8n stores what is
 * marked as changed; but starting an execution makes another Workflow of the same data, and that takes the mark away
 * (seen in n8n 2.40.7: `WorkflowRunner.establishContextForPersistence`, `ObservableObject.create`). n8n does so before
 * it waits for anything, so the data is marked again right after that. To be called last of all.
 */
export function storeOnceStarted(data: StaticData) {
	void sleep(0).then(() => Object.assign(data, { url: data.url }));
}
