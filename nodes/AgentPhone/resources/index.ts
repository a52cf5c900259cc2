import type { Resource } from '../run/operation';
import { call } from './call';
import { contact } from './contact';
import { conversation } from './conversation';
import { message } from './message';
import { reaction } from './reaction';

/** In the order of the Resource menu. */
export const resources: Resource[] = [call, contact, conversation, message, reaction];
