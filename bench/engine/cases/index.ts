import type { Case } from '../case';
import { broadcast } from './broadcast';
import { concurrency } from './concurrency';
import { conversations } from './conversations';
import { merges, merges200 } from './merges';
import { messages } from './messages';
import { sends } from './sends';
import { sync } from './sync';

export const cases: Case[] = [
	conversations,
	messages,
	merges,
	merges200,
	sends,
	broadcast,
	sync,
	concurrency,
];
