import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Something that is wrong on this side of the API. The message says what, `advice` what to do about it. All our own errors
 * are of this family.
 */
export class AdvisedError extends Error {
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
		this.name = new.target.name;
	}
}

/**
 * What n8n shows, whatever was thrown: its own errors as they are, ours with their advice as the description, and others
 * with their message alone.
 */
export function toNodeError(node: INode, error: unknown): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const thrown = error instanceof Error ? error : new Error(String(error));
	const description = thrown instanceof AdvisedError ? thrown.advice : undefined;
	const nodeError = new NodeOperationError(node, thrown, { description });
	nodeError.message = thrown.message;
	return nodeError;
}
