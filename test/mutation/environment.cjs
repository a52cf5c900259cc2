const { TestEnvironment } = require('jest-environment-node');

/** The mutant that was noticed last. */
let noticed;

/** Once a test has noticed a mutant, no other test needs to: all that are left are passed over. */
module.exports = class extends TestEnvironment {
	async handleTestEvent({ name, test }) {
		const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
		if (mutant === undefined) return;
		if (name === 'test_fn_failure') noticed = mutant;
		if (name === 'test_start' && noticed === mutant) test.mode = 'skip';
	}
};
