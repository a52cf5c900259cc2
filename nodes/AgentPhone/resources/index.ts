import type { Resource } from '../run/operation';
import { conversation } from './conversation';
import { message } from './message';
import { reaction } from './reaction';

/** In the order of the Resource menu. */
export const resources: Resource[] = [conversation, message, reaction];
