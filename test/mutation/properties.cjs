/**
 * Properties as mutation testing checks them: fewer values, the same each time. That a mutant was noticed is all that
 * counts, so what is found is not made smaller, and after the first that does not hold no other is checked.
 */
const RUNS = 200;

jest.mock('fast-check', () => {
	const { default: fastCheck, ...named } = jest.requireActual('fast-check');
	fastCheck.configureGlobal({ endOnFailure: true, seed: 1 });
	let broken;
	const fail = (error) => {
		throw (broken = error);
	};
	const assert = (property, { numRuns = 100, ...parameters } = {}) => {
		if (broken) throw broken;
		const few = { ...parameters, numRuns: Math.min(numRuns, RUNS) };
		try {
			const result = fastCheck.assert(property, few);
			return result instanceof Promise ? result.catch(fail) : result;
		} catch (error) {
			return fail(error);
		}
	};
	return { __esModule: true, ...named, assert, default: { ...fastCheck, assert } };
});
