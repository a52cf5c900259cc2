/**
 * The HTTP Request node's option Batching as n8n fills it in: 50 items, then a second's pause. Without it the node
 * makes the requests of all items at the same moment.
 */
export const batching = { batching: { batch: { batchSize: 50, batchInterval: 1000 } } };
