// JSON Schemas of the Messages API, made from the types of the official SDK and kept by its version.
// `node make-schema.mjs` makes them ahead of time; the peer makes them when they are missing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = join(root, 'node_modules');
const sdk = join(modules, '@anthropic-ai', 'sdk');
const output = join(root, 'output');

const types = [
  { type: 'MessageCreateParamsStreaming', file: 'resources/messages/messages.d.ts' },
  { type: 'RawMessageStreamEvent', file: 'resources/messages/messages.d.ts' },
  { type: 'ModelInfo', file: 'resources/models.d.ts' },
  { type: 'ErrorResponse', file: 'resources/shared.d.ts' },
];

// The SDK sends these as headers, so they are no part of a body.
const headerParameters = ['user_profile_id', 'workspace_id'];

function nodeProgram() {
  const bundled = join(modules, '.bin', 'node'); // the generator needs a newer Node than some systems have
  return existsSync(bundled) ? bundled : process.execPath;
}

function generate({ type, file }, tsconfig) {
  const generator = join(modules, 'ts-json-schema-generator', 'bin', 'ts-json-schema-generator.js');
  const args = [
    generator,
    '--no-type-check',
    '--minify',
    '--jsDoc',
    'none',
    '--tsconfig',
    tsconfig,
    '--path',
    join(sdk, file),
    '--type',
    type,
  ];
  return JSON.parse(
    execFileSync(nodeProgram(), args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 }),
  );
}

function makeSchemas(target) {
  mkdirSync(output, { recursive: true });
  const tsconfig = join(output, 'schema-tsconfig.json');
  const compilerOptions = {
    skipLibCheck: true,
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
  };
  writeFileSync(
    tsconfig,
    JSON.stringify({ compilerOptions, files: types.map(({ file }) => join(sdk, file)) }),
  );
  const schemas = Object.fromEntries(types.map((entry) => [entry.type, generate(entry, tsconfig)]));
  const request = schemas.MessageCreateParamsStreaming.definitions.MessageCreateParamsStreaming;
  for (const name of headerParameters) delete request.properties[name];
  // Several peers may start at once: the file appears whole or not at all.
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(schemas));
  renameSync(draft, target);
}

/** The schemas by type name, from the cache when the SDK's version has not changed. */
export function loadSchemas() {
  const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'));
  const target = join(output, `anthropic-schema-${version}.json`);
  if (!existsSync(target)) makeSchemas(target);
  return JSON.parse(readFileSync(target, 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const schemas = loadSchemas();
  for (const [name, schema] of Object.entries(schemas)) {
    console.log(`${name}: ${Object.keys(schema.definitions).length} definitions`);
  }
}
