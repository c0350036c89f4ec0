// node e2e/eval/main.mjs BASE_URL [--model ID [--base-url URL]] [--scenarios FOLDER ...] [--only TEXT] [--parallel N]
// `--base-url`: of the compatible server that has the model; PARLEY_COMPATIBLE_API_KEY is its key, where it wants one.
// Prints what was wrong and the share right; fails below a folder's threshold, and when anything of a workspace left it.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import { Canary } from './canary.mjs';
import { playAll, report, share } from './evaluation.mjs';
import { folderOf, load, thresholdOf } from './scenarios.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: 'builtin' },
    'base-url': { type: 'string' },
    scenarios: { type: 'string', multiple: true },
    only: { type: 'string', default: '' },
    parallel: { type: 'string', default: '4' },
  },
});
const base = positionals[0];
const { model, only, 'base-url': compatible } = values;
if (!base || (compatible && model === 'builtin')) {
  console.error(
    'usage: node e2e/eval/main.mjs BASE_URL [--model ID [--base-url URL]] [--scenarios FOLDER ...] [--only TEXT] [--parallel N]',
  );
  process.exit(2);
}

/** A compatible server is of a workspace: every one that plays enters it, as an administrator does. */
async function enter(workspace) {
  const key = process.env.PARLEY_COMPATIBLE_API_KEY || undefined;
  await workspace.useKey('compatible', key, { base_url: compatible, model });
}
const asked = { id: model, ...(compatible && { enter }) };

const everybodys = [folderOf('suite'), folderOf('hostile')];
const folders =
  values.scenarios ?? (model === 'builtin' ? [folderOf('builtin'), ...everybodys] : everybodys);
const canary = await new Canary().start();
for (const folder of folders) {
  const jobs = await load(folder, { only, canary: canary.url });
  if (jobs.length === 0) continue;
  const results = await playAll(base, asked, jobs, Number(values.parallel));
  const threshold = await thresholdOf(folder, model);
  console.log(`${basename(folder)}:\n${report(results, { transcripts: model !== 'builtin' })}`);
  if (!only && share(results) < threshold) {
    console.log(`  wanted: ${threshold} %`);
    process.exitCode = 1;
  }
}
await canary.stop();
if (canary.visits.length > 0) {
  console.log(`something left Parley: ${canary.visits.join(', ')}`);
  process.exitCode = 1;
}
