import { notSeen, seen, type Judgements } from '../observation';

export const renameOfNoGroup: Judgements['renameOfNoGroup'] = ({ metadata }) => {
	if ('notDone' in metadata) return notSeen(metadata.notDone);
	const { rename } = metadata;
	if (!rename) return notSeen('the conversation is a group: it takes one with one person');
	if (rename.status >= 400) return seen('refused');
	return rename.isNamed ? notSeen('it was given the name') : seen('ignored');
};
