import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { AdvisedError } from './advised';

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
