import fc from 'fast-check';

import { Pace } from '../../../nodes/api/http/gate/pace';

it('lets no more through in any span than its limit, and nobody wait longer than needed', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 5 }),
			fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 40 }),
			(most, gaps) => {
				const span = 1_000;
				const pace = new Pace({ most, span });
				let now = 0;
				const asked = gaps.map((gap) => (now += gap));
				const places = asked.map((time) => pace.take(time));
				places.forEach((place, index) => {
					expect(place).toBeGreaterThanOrEqual(asked[index]);
					const before = places[index - most];
					if (before !== undefined) expect(place - before).toBeGreaterThanOrEqual(span);
					// As early as it may: at once, or when the span of the one before is over.
					expect([asked[index], (before ?? 0) + span]).toContain(place);
				});
			},
		),
	);
});
