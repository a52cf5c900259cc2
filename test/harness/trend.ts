/** A straight line through values that were sampled at equal intervals, and whether it is level. */
export interface Trend {
	mean: number;
	/** By how much the line rises from the first sample to the last. */
	rise: number;
	/** The rise as a part of the mean: 0.1 is a tenth. */
	relativeRise: number;
}

/** Fits the line by least squares. */
export function trendOf(values: number[]): Trend {
	const middle = (values.length - 1) / 2;
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	let covariance = 0;
	let variance = 0;
	values.forEach((value, index) => {
		covariance += (index - middle) * (value - mean);
		variance += (index - middle) ** 2;
	});
	const rise = variance === 0 ? 0 : (covariance / variance) * (values.length - 1);
	return { mean, rise, relativeRise: mean === 0 ? 0 : rise / mean };
}

/** The value below which a part of them lies: 0.5 for the median. 0 when there are none. */
export function quantile(values: number[], part: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
