// Fails when the built application is heavier than it may be. Sizes are KiB after gzip -9.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const limits = {
  initialScripts: 185,
  initialStyles: 20,
  route: 40,
  arrival: 60,
  markdown: 75,
  phone: 40,
};
// Chunks that arrive after their page, each with a limit of its own.
const apart = [
  { test: /markdown/, limit: limits.markdown },
  { test: /phone/, limit: limits.phone },
];

const sizeOf = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024;
const total = (files) => [...files].reduce((sum, file) => sum + sizeOf(file), 0);

// A chunk with everything it imports statically.
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const other of manifest[key].imports ?? []) closure(other, seen);
  return seen;
}

const filesOf = (keys) => new Set([...keys].map((key) => manifest[key].file));
const stylesOf = (keys) => new Set([...keys].flatMap((key) => manifest[key].css ?? []));

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = Object.keys(manifest).find((key) => /routes\/_app\.tsx/.test(key));
const initial = new Set([...closure(entry), ...(shell ? closure(shell) : [])]);

const rows = [
  ['initial scripts', total(filesOf(initial)), limits.initialScripts],
  ['initial styles', total(stylesOf(initial)), limits.initialStyles],
];
for (const key of Object.keys(manifest)) {
  if (!manifest[key].isDynamicEntry || initial.has(key)) continue;
  const known = loadedBefore(key);
  const own = [...closure(key)].filter((other) => !known.has(other));
  const special = apart.find(({ test }) => test.test(key));
  const name = key.replace(/^src\//, '').replace(/\?.*/, '');
  rows.push([name, sizeOf(manifest[key].file), special?.limit ?? limits.route]);
  if (own.length > 1) {
    rows.push(['  with all it brings', total(filesOf(own)), special?.limit ?? limits.arrival]);
  }
}

// What is there when a chunk is asked for: the shell, and whatever all its importers bring.
function loadedBefore(key) {
  const importers = Object.keys(manifest)
    .filter((other) => manifest[other].dynamicImports?.includes(key) && !initial.has(other))
    .map((other) => closure(other));
  const [first, ...rest] = importers;
  const shared = [...(first ?? [])].filter((other) => rest.every((one) => one.has(other)));
  return new Set([...initial, ...shared]);
}

let failed = false;
for (const [name, size, limit] of rows) {
  const over = size > limit;
  failed ||= over;
  console.log(`${over ? 'OVER ' : 'ok   '}${size.toFixed(1).padStart(6)} of ${limit}  ${name}`);
}
process.exit(failed ? 1 : 0);
