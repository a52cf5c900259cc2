import type { Expected } from '../../../api/dialogue/answer';
import { inBoth } from '../../../api/dialogue/approval';
import { findAlike, listChoices, MOST_CHOICES } from '../../../api/dialogue/choice';
import { plain } from '../../../api/dialogue/plainWords';
import { AdvisedError } from '../../../api/errors/advised';
import { plainText } from '../../../api/text/plainText';
import type { ItemParameters } from '../../run/parameters';
import { NOT_UNDERSTOOD } from './sendAndWaitFields';

/** What an item asks, before it is known where. */
export interface Asking {
	/** As it is sent. */
	text: string;
	expected: Expected;
	notUnderstood: string;
	answerFrom: string[];
	/** When to stop waiting, in milliseconds since the epoch; `undefined`: never. */
	until: number | undefined;
}

/** Reads and checks the question of an item. @throws AdvisedError when it cannot be asked as it stands. */
export function readQuestion(parameters: ItemParameters): Asking {
	const message = readMessage(parameters);
	const expected = readExpected(parameters);
	const said = parameters.raw('options.notUnderstood');
	return {
		text: expected.type === 'choice' ? `${message}\n${listChoices(expected.choices)}` : message,
		expected,
		notUnderstood:
			said === undefined
				? NOT_UNDERSTOOD[expected.type]
				: parameters.text('options.notUnderstood').trim(),
		answerFrom: readAnswerFrom(parameters),
		until: readLimit(parameters),
	};
}

/** @throws AdvisedError when nothing is asked. */
function readMessage(parameters: ItemParameters): string {
	const message = parameters.required('message', 'Message');
	if (!parameters.flag('options.plainText')) return message;
	const plainMessage = plainText(message);
	if (plainMessage) return plainMessage;
	throw new AdvisedError(
		'The message is empty without its Markdown',
		'Fill the Message field, or check that the expression in it gives a text for every item.',
	);
}

function readExpected(parameters: ItemParameters): Expected {
	const type = parameters.optional('responseType') ?? 'approval';
	if (type === 'choice') return { type, choices: readChoices(parameters) };
	if (type === 'freeText') return { type };
	const own = {
		approveWords: readWords(parameters, 'options.approveWords', 'Approve Words'),
		declineWords: readWords(parameters, 'options.declineWords', 'Decline Words'),
	};
	const [both] = inBoth(own);
	if (both !== undefined)
		throw new AdvisedError(
			`"${both}" is among the Approve Words and the Decline Words`,
			'Take it out of one of them: an answer must mean yes or no.',
		);
	return { type: 'approval', ...own };
}

/** @throws AdvisedError when there is no choice, or two could not be told apart in an answer. */
function readChoices(parameters: ItemParameters): string[] {
	const choices = parameters.lines('choices');
	if (choices.length < 2 || choices.length > MOST_CHOICES)
		throw new AdvisedError(
			`A question with choices needs 2 to ${MOST_CHOICES} of them, but there ${choices.length === 1 ? 'is 1' : `are ${choices.length}`}`,
			'Add choices to the field Choices, one each, or choose another Response Type.',
		);
	const alike = findAlike(choices);
	if (alike !== undefined)
		throw new AdvisedError(
			plain(alike)
				? `Two of the choices are alike: "${alike}"`
				: `A choice has neither letters nor digits: "${alike}"`,
			'Word the choices so that an answer tells them apart. Capitals, accents and punctuation do not count.',
		);
	return choices;
}

function readWords(parameters: ItemParameters, name: string, label: string): string[] {
	const words = parameters.words(name);
	const wordless = words.find((word) => !plain(word));
	if (wordless !== undefined)
		throw new AdvisedError(
			`${label} holds something without letters, digits or emoji: "${wordless}"`,
			'Punctuation does not count in an answer. Take it out, or write a word.',
		);
	return words;
}

/** @throws AdvisedError when it was added and holds nobody: an answer from nobody would be waited for, for ever. */
function readAnswerFrom(parameters: ItemParameters): string[] {
	const answerFrom = parameters.addresses('options.answerFrom');
	// An expression that gives nothing must not let everybody answer.
	if (!answerFrom.length) parameters.optional('options.answerFrom');
	return answerFrom;
}

const UNITS: Record<string, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const LIMIT = 'options.limitWaitTime.values';
/** In any unit. */
const LONGEST = 10_000;

function readLimit(parameters: ItemParameters): number | undefined {
	if (parameters.raw('options.limitWaitTime') === undefined) return undefined;
	if (parameters.optional(`${LIMIT}.limitType`) === 'atSpecifiedTime') {
		const time = parameters.time(`${LIMIT}.maxDateAndTime`);
		const until = time === undefined ? NaN : new Date(time).getTime();
		if (until > Date.now()) return until;
		throw new AdvisedError(
			time === undefined
				? 'The limit of the wait has no date and time'
				: 'The limit of the wait is over already',
			'Set the Date and Time of Limit Wait Time to a time to come.',
		);
	}
	const amount = parameters.number(`${LIMIT}.resumeAmount`, 45, 0, LONGEST);
	if (amount <= 0)
		throw new AdvisedError(
			'The limit of the wait is 0, so nobody could answer',
			'Set the Amount of Limit Wait Time to more than 0, or remove the limit.',
		);
	return (
		Date.now() +
		amount * (UNITS[parameters.optional(`${LIMIT}.resumeUnit`) ?? 'minutes'] ?? UNITS.minutes!)
	);
}
