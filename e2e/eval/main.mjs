// node e2e/eval/main.mjs BASE_URL [--model ID] [--scenarios FOLDER] [--only TEXT] [--parallel N]
// Prints what was wrong and the share right; fails below the folder's threshold.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { runScenario } from './score.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: 'builtin' },
    scenarios: { type: 'string', default: fileURLToPath(new URL('../../scenarios/builtin', import.meta.url)) },
    only: { type: 'string', default: '' },
    parallel: { type: 'string', default: '4' },
  },
});
const base = positionals[0];
if (!base) {
  console.error('usage: node e2e/eval/main.mjs BASE_URL [--model ID] [--scenarios FOLDER] [--only TEXT] [--parallel N]');
  process.exit(2);
}

async function load(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && name !== 'threshold.json').sort();
  const jobs = [];
  for (const name of names) {
    const file = JSON.parse(await readFile(join(folder, name), 'utf8'));
    for (const scenario of file.scenarios) {
      const label = `${name.replace('.json', '')}: ${scenario.name}`;
      if (label.includes(values.only)) jobs.push({ label, scenario, seeds: file.seeds ?? {} });
    }
  }
  return jobs;
}

const jobs = await load(values.scenarios);
const { percent: threshold } = JSON.parse(await readFile(join(values.scenarios, 'threshold.json'), 'utf8'));
const results = new Map();
const queue = [...jobs];

async function work() {
  for (let job = queue.shift(); job; job = queue.shift()) {
    try {
      results.set(job, await runScenario(base, values.model, job.scenario, job.seeds));
    } catch (error) {
      results.set(job, [String(error.message ?? error)]);
    }
  }
}
await Promise.all(Array.from({ length: Number(values.parallel) }, work));

let right = 0;
for (const job of jobs) {
  const complaints = results.get(job);
  if (complaints.length === 0) right += 1;
  else console.log(`${job.label}\n${complaints.map((complaint) => `    ${complaint}`).join('\n')}`);
}
const share = jobs.length === 0 ? 0 : (100 * right) / jobs.length;
console.log(`${right} of ${jobs.length} right (${share.toFixed(1)} %)`);
process.exitCode = share < threshold ? 1 : 0;
