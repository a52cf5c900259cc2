import type { Dialect } from '../../emulator';
import type { Ask } from './ask';
import type { Sample } from './sample';
import type { Trials } from './trials/trials';

/** What was seen of one switch, or why it could not be. */
export type Finding<Value = Dialect[keyof Dialect]> = { value: Value } | { notSeen: string };

/** Looks for the value of one switch: in what was read already, or by a few requests of its own. */
export type Observe<Value> = (sample: Sample, ask: Ask) => Finding<Value> | Promise<Finding<Value>>;
export type Observations = { [Name in keyof Dialect]: Observe<Dialect[Name]> };

/** Looks for the value of one switch in what was tried with consent. */
export type Judgements = { [Name in keyof Dialect]: (trials: Trials) => Finding<Dialect[Name]> };

export type Findings = { [Name in keyof Dialect]: Finding<Dialect[Name]> };

export const seen = <const Value>(value: Value): Finding<Value> => ({ value });
export const notSeen = (why: string): { notSeen: string } => ({ notSeen: why });
