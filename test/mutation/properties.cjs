/**
 * Properties as mutation testing checks them: fewer values, the same each time, and what is found is not made smaller,
 * since that a mutant was noticed is all that counts.
 */
const RUNS = 100;

jest.mock('fast-check', () => {
	const { default: fastCheck, ...named } = jest.requireActual('fast-check');
	fastCheck.configureGlobal({ endOnFailure: true, seed: 1 });
	const assert = (property, { numRuns = RUNS, ...parameters } = {}) =>
		fastCheck.assert(property, { ...parameters, numRuns: Math.min(numRuns, RUNS) });
	return { __esModule: true, ...named, assert, default: { ...fastCheck, assert } };
});
