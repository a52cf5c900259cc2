import { common, FLOOR, OURS, text, writePlot } from '../../tools/plot';
import type { Sample } from './sample';

/** Draws memory and latency over time into `docs/images/soak.svg`. */
export async function plotSoak(title: string, samples: Sample[]): Promise<void> {
	const line = (name: string, axis: 0 | 1, color: string, value: (sample: Sample) => number) => ({
		name,
		type: 'line',
		yAxisIndex: axis,
		showSymbol: false,
		itemStyle: { color },
		lineStyle: { color, type: axis === 0 ? 'solid' : 'dashed' },
		data: samples.map((sample) => [sample.minute, Math.round(value(sample))]),
	});
	const axis = (name: string) => ({
		type: 'value',
		name,
		min: 0,
		nameTextStyle: text,
		axisLabel: text,
	});
	await writePlot('soak', 320, {
		...common(title),
		legend: { top: 32, left: 10, itemGap: 40, textStyle: text },
		grid: { left: 60, right: 60, top: 90, bottom: 40 },
		xAxis: { type: 'value', name: 'minutes', nameLocation: 'middle', nameGap: 25, axisLabel: text },
		yAxis: [axis('MB'), { ...axis('ms'), splitLine: { show: false } }],
		series: [
			line('memory in use (heap)', 0, OURS, ({ heap }) => heap),
			line('memory of the process', 0, FLOOR, ({ resident }) => resident),
			line('message to answer, median', 1, OURS, ({ median }) => median),
			line('message to answer, 95 of 100', 1, FLOOR, ({ p95 }) => p95),
		],
	});
}
