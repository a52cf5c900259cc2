import { quantile, trendOf } from '../harness/trend';

describe('the trend of a soak', () => {
	it.each([
		['level', [5, 5, 5, 5], { mean: 5, rise: 0, relativeRise: 0 }],
		['a slope', [10, 11, 12, 13, 14], { mean: 12, rise: 4, relativeRise: 1 / 3 }],
		['a saw, which is level', [1, 3, 1, 3, 1], { mean: 1.8, rise: 0, relativeRise: 0 }],
		['one value', [7], { mean: 7, rise: 0, relativeRise: 0 }],
	])('%s', (_name, values, trend) => {
		expect(trendOf(values)).toEqual({
			mean: expect.closeTo(trend.mean),
			rise: expect.closeTo(trend.rise),
			relativeRise: expect.closeTo(trend.relativeRise),
		});
	});

	it('finds quantiles of values in any order', () => {
		expect(quantile([30, 10, 20, 40], 0.5)).toBe(30);
		expect(quantile([30, 10, 20, 40], 0.95)).toBe(40);
		expect(quantile([], 0.5)).toBe(0);
	});
});
