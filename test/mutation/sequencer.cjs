const { statSync } = require('node:fs');

const { default: Sequencer } = require('@jest/test-sequencer');

const sizeOf = ({ path }) => statSync(path).size;

/** Short files of tests first: they are the fast ones, and mostly enough to notice a mutant. */
module.exports = class extends Sequencer {
	sort(tests) {
		return [...tests].sort((one, other) => sizeOf(one) - sizeOf(other));
	}
};
