/** What was measured, as pictures for the documentation. */
import type { EChartsCoreOption } from 'echarts';

import { common, FLOOR, OTHERS, OURS, OURS_OTHERWISE, text, writePlot } from '../../tools/plot';
import { names } from '../engine/case';
import { medianOf, type Results } from '../results';
import { PICTURES, titles } from './tables';

/** Writes `docs/images/bench-*.svg`; what was not measured is not drawn. */
export async function writePlots(results: Results): Promise<void> {
	const latency = Math.max(...results.cases.map((each) => each.latency));
	for (const { name, rows, results: measured } of results.cases) {
		if (!BARS.includes(name) || !isAt(results, name, latency)) continue;
		const title = titles[name].replace('{rows}', rows.toLocaleString('en'));
		const bars = measured.map(({ contender }) => ({
			name: contender,
			value: medianOf(results, name, latency, contender)! / 1_000,
		}));
		await writePlot(
			`bench-${name}`,
			60 + 34 * bars.length,
			barChart(`${title}, ${latency} ms a response: seconds`, bars),
		);
	}
	if (results.triggers.length) await writePlot('bench-triggers', 300, triggerChart(results));
	if (results.cases.some(({ name }) => name === 'concurrency'))
		await writePlot('bench-concurrency', 320, concurrencyChart(results));
}

const BARS = PICTURES.filter((name) => name !== 'concurrency');
const isAt = ({ cases }: Results, name: string, latency: number) =>
	cases.some((each) => each.name === name && each.latency === latency);

interface Bar {
	name: string;
	value: number;
}

function barChart(title: string, bars: Bar[]): EChartsCoreOption {
	return {
		...common(title),
		grid: { left: 310, right: 70, top: 40, bottom: 10 },
		xAxis: { type: 'value', show: false },
		yAxis: {
			type: 'category',
			inverse: true,
			data: bars.map(({ name }) => name),
			axisLine: { show: false },
			axisTick: { show: false },
			axisLabel: { ...text, fontSize: 13 },
		},
		series: [
			{
				type: 'bar',
				barWidth: 20,
				data: bars.map(({ name, value }) => ({ value, itemStyle: { color: colorOf(name) } })),
				label: {
					...text,
					show: true,
					position: 'right',
					formatter: ({ value }: { value: number }) => value.toFixed(2),
				},
			},
		],
	};
}

function triggerChart({ triggers }: Results): EChartsCoreOption {
	const engines = [...new Set(triggers.map(({ engine }) => engine))];
	const contenders = [...new Set(triggers.map(({ contender }) => contender))];
	const colors = [OURS, OURS_OTHERWISE, OTHERS, FLOOR];
	return {
		...common('Deliveries a second in a running n8n, by its expression engine'),
		legend: { top: 32, left: 10, itemGap: 34, textStyle: text },
		grid: { left: 50, right: 20, top: 70, bottom: 40 },
		xAxis: { type: 'category', data: engines, axisLabel: { ...text, fontSize: 13 } },
		yAxis: { type: 'value', axisLabel: text },
		series: contenders.map((contender, index) => ({
			name: contender,
			type: 'bar',
			itemStyle: { color: colors[index] },
			label: {
				...text,
				show: true,
				position: 'top',
				formatter: ({ value }: { value: number }) => value.toFixed(0),
			},
			data: engines.map(
				(engine) =>
					triggers.find((each) => each.engine === engine && each.contender === contender)
						?.genuineMedian,
			),
		})),
	};
}

function concurrencyChart({ cases }: Results): EChartsCoreOption {
	const measured = cases.filter(({ name }) => name === 'concurrency');
	return {
		...common('Return All by Concurrency: seconds'),
		legend: { top: 32, left: 10, itemGap: 34, textStyle: text },
		grid: { left: 50, right: 20, top: 70, bottom: 40 },
		xAxis: {
			type: 'category',
			data: measured[0].results.map(({ contender }) => contender),
			axisLabel: text,
		},
		yAxis: { type: 'value', axisLabel: text },
		series: measured.map(({ latency, results }, index) => ({
			name: `${latency} ms a response`,
			type: 'line',
			itemStyle: { color: [OTHERS, FLOOR, OURS][index] },
			data: results.map(({ median }) => Number((median / 1_000).toFixed(3))),
		})),
	};
}

function colorOf(contender: string): string {
	if (contender === names.ours) return OURS;
	return contender === names.floor ? FLOOR : OTHERS;
}
