/**
 * `npm run test:mutation -- model webhook`: mutates these parts, or all of them, one after the other, and prints the
 * score of each file. It fails where less than 90 % of a part's mutants were noticed. What survived is in
 * `.cache/mutation/<part>.html`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { parts } from './parts.mjs';

const ENOUGH = 90;
/** Anything but UTC, so that it shows where a time without a zone is taken for local time. */
const TZ = 'America/New_York';

const percent = ({ noticed, all }) => (all === 0 ? 100 : (100 * noticed) / all);
const line = (name, score) =>
	`${percent(score).toFixed(1).padStart(6)} %  ${String(score.noticed).padStart(5)} of ${String(score.all).padEnd(5)} ${name}`;

function scoreOf(mutants) {
	const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
	const noticed = count('Killed', 'Timeout');
	return { noticed, all: noticed + count('Survived', 'NoCoverage') };
}

const asked = process.argv.slice(2);
const names = asked.length ? asked : Object.keys(parts);
const lines = [];
const everything = [];
let isEnough = true;
for (const name of names) {
	const { status } = spawnSync('npx', ['stryker', 'run'], {
		stdio: 'inherit',
		env: { ...process.env, TZ, MUTATION_PART: name },
	});
	if (status !== 0) process.exit(1);
	const { files } = JSON.parse(readFileSync(`.cache/mutation/${name}.json`, 'utf8'));
	const mutants = Object.values(files).flatMap((file) => file.mutants);
	for (const [file, { mutants }] of Object.entries(files)) lines.push(line(file, scoreOf(mutants)));
	lines.push(line(`part ${name}`, scoreOf(mutants)), '');
	everything.push(...mutants);
	isEnough &&= percent(scoreOf(mutants)) >= ENOUGH;
}
console.log(`\n${lines.join('\n')}\n${line('in all', scoreOf(everything))}`);
process.exit(isEnough ? 0 : 1);
