import { notSeen, type Judgements } from '../observation';

export const reactionNeeds: Judgements['reactionNeeds'] = () =>
	notSeen('takes a reaction to an SMS on an iMessage line, which would reach a person once more');
