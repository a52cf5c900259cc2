import type { Case } from '../case';
import { broadcast } from './broadcast';
import { concurrency } from './concurrency';
import { conversations } from './conversations';
import { lookups } from './lookups';
import { limitedMerges, merges, merges200 } from './merges';
import { messages } from './messages';
import { limitedSends, sends } from './sends';
import { sync } from './sync';
import { updates } from './updates';
import { writeBack } from './writeBack';

export const cases: Case[] = [
	conversations,
	messages,
	merges,
	merges200,
	sends,
	limitedMerges,
	limitedSends,
	broadcast,
	sync,
	writeBack,
	lookups,
	updates,
	concurrency,
];
