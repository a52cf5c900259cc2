/** Charts of what was measured, drawn without a browser into the documentation's images. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { init, type EChartsCoreOption } from 'echarts';

import { projectFolder } from '../n8n/folders';

const WIDTH = 860;

export const OURS = '#0b7285';
export const OURS_OTHERWISE = '#99c9d3';
export const OTHERS = '#ced4da';
export const FLOOR = '#868e96';
export const text = { fontFamily: 'system-ui, sans-serif', color: '#212529' };

/** What all charts have in common. */
export const common = (title: string): EChartsCoreOption => ({
	animation: false,
	backgroundColor: '#ffffff',
	title: { text: title, left: 10, top: 8, textStyle: { ...text, fontSize: 14 } },
});

/** Writes `docs/images/<name>.svg`. */
export async function writePlot(
	name: string,
	height: number,
	option: EChartsCoreOption,
): Promise<void> {
	const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
	chart.setOption(option);
	const file = join(projectFolder, 'docs/images', `${name}.svg`);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, `${chart.renderToSVGString()}\n`);
	chart.dispose();
}
