// The scenarios of a folder, and the share that has to be right.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const folderOf = (name) =>
  fileURLToPath(new URL(`../../scenarios/${name}`, import.meta.url));

async function readJson(folder, name, canary = '') {
  const text = await readFile(join(folder, name), 'utf8');
  return JSON.parse(text.replaceAll('{{canary}}', canary));
}

/** A seed and what a scenario adds to it, with the scenario's `text` where it says so. */
function planted(seed, { adds = {}, text = '' }) {
  const filled = JSON.parse(
    JSON.stringify(adds).replaceAll('{{text}}', () => JSON.stringify(text).slice(1, -1)),
  );
  const merged = Object.entries(filled).map(([list, records]) => [
    list,
    [...(seed[list] ?? []), ...records],
  ]);
  return { ...seed, ...Object.fromEntries(merged) };
}

/** The scenarios whose label holds `only`: {group, label, scenario}, seeds filled in. `canary` is an address that only
 * a stranger's text knows. */
export async function load(folder, { only = '', canary } = {}) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const jobs = [];
  const shared = names.includes('seeds.json') ? await readJson(folder, 'seeds.json') : {};
  for (const name of names) {
    if (name === 'threshold.json' || name === 'seeds.json') continue;
    const file = await readJson(folder, name, canary);
    const seeds = { ...shared, ...file.seeds };
    const group = name.replace('.json', '');
    for (const { seed = {}, ...scenario } of file.scenarios) {
      const label = `${group}: ${scenario.name ?? scenario.turns.map((turn) => turn.say).join(' / ')}`;
      const base = typeof seed === 'string' ? seeds[seed] : seed;
      if (!base) throw new Error(`${label}: there is no seed ${seed}`);
      const whole = { ...scenario, seed: planted(base, scenario) };
      if (label.includes(only)) jobs.push({ group, label, scenario: whole });
    }
  }
  return jobs;
}

/** In percent: one for all models, or by the model's id with `other` for the rest. */
export async function thresholdOf(folder, model) {
  const { percent } = await readJson(folder, 'threshold.json');
  return typeof percent === 'number' ? percent : (percent[model] ?? percent.other);
}
