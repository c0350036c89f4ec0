// JSON Schemas of the providers' interfaces, made from the types of their official SDKs and kept by the SDK's
// version. `node schemas.mjs` makes them ahead of time; whoever needs them makes them when they are missing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import Ajv from 'ajv';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const output = join(root, 'output');

// `types` name where a type stands in its module; `omitted` is what an SDK sends as headers, so that it is no part of
// a body; `added` is what an SDK adds to a definition of what it got, so that it never comes; `composed` are bodies that an SDK has no type of, put together from its types as the vendor's reference says.
const sdks = {
  anthropic: {
    sdk: '@anthropic-ai/sdk',
    types: {
      MessageCreateParamsStreaming: 'resources/messages/messages:MessageCreateParamsStreaming',
      MessageCountTokensParams: 'resources/messages/messages:MessageCountTokensParams',
      RawMessageStreamEvent: 'resources/messages/messages:RawMessageStreamEvent',
      ModelInfo: 'resources/models:ModelInfo',
      ErrorResponse: 'resources/shared:ErrorResponse',
      ErrorType: 'resources/shared:ErrorType',
    },
    omitted: {
      MessageCreateParamsStreaming: ['user_profile_id', 'workspace_id'],
      MessageCountTokensParams: ['user_profile_id', 'workspace_id'],
    },
  },
  openai: {
    sdk: 'openai',
    types: {
      ResponseCreateParamsStreaming: 'resources/responses/responses:ResponseCreateParamsStreaming',
      ResponseStreamEvent: 'resources/responses/responses:ResponseStreamEvent',
      InputTokenCountParams: 'resources/responses/input-tokens:InputTokenCountParams',
      ChatCompletionCreateParamsStreaming:
        'resources/chat/completions/completions:ChatCompletionCreateParamsStreaming',
      ChatCompletionChunk: 'resources/chat/completions/completions:ChatCompletionChunk',
    },
    added: { ResponseStreamEvent: { Response: ['output_text'] } },
  },
  gemini: {
    sdk: '@google/genai',
    types: {
      CreateModelInteraction: ':Interactions.CreateModelInteractionParamsStreaming',
      InteractionSSEEvent: ':Interactions.InteractionSSEEvent',
    },
    composed: {
      CountTokensRequest:
        '{ generateContentRequest: { model: string; contents: Sdk.Content[]; systemInstruction?: Sdk.Content; tools?: Sdk.Tool[] } }',
    },
  },
};

/** The SDK's types under names of their own, whatever namespace they stand in. */
function typeScript({ sdk, types, composed = {} }) {
  const lines = Object.entries(types).map(([type, place], i) => {
    const [path, name] = place.split(':');
    const [first, ...rest] = name.split('.');
    const module = path === '' ? sdk : `${sdk}/${path}`;
    const local = [`Imported${i}`, ...rest].join('.');
    return `import type { ${first} as Imported${i} } from '${module}';\nexport type Wire${type} = ${local};\n`;
  });
  const made = Object.entries(composed).map(
    ([type, text]) => `export type Wire${type} = ${text};\n`,
  );
  return [`import type * as Sdk from '${sdk}';\n`, ...lines, ...made].join('');
}

function typesOf(name) {
  return Object.keys({ ...sdks[name].types, ...sdks[name].composed });
}

function nodeProgram() {
  const bundled = join(modules, '.bin', 'node'); // the generator needs a newer Node than some systems have
  return existsSync(bundled) ? bundled : process.execPath;
}

function generate(type, file, tsconfig) {
  const generator = join(modules, 'ts-json-schema-generator', 'bin', 'ts-json-schema-generator.js');
  const options = ['--no-type-check', '--minify', '--jsDoc', 'none', '--tsconfig', tsconfig];
  return JSON.parse(
    execFileSync(nodeProgram(), [generator, ...options, '--path', file, '--type', type], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    }),
  );
}

function makeSchemas(name, target) {
  const { omitted = {}, added = {} } = sdks[name];
  mkdirSync(output, { recursive: true });
  // Several programs may start at once: each works on files of its own.
  const draft = join(output, `${name}-${process.pid}`);
  const compilerOptions = {
    skipLibCheck: true,
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
  };
  const file = `${draft}.ts`;
  writeFileSync(file, typeScript(sdks[name]));
  writeFileSync(`${draft}.json`, JSON.stringify({ compilerOptions, files: [file] }));
  const schemas = Object.fromEntries(
    typesOf(name).map((type) => [type, generate(`Wire${type}`, file, `${draft}.json`)]),
  );
  for (const [type, names] of Object.entries(omitted)) take(names, rootOf(schemas[type]));
  for (const [type, definitions] of Object.entries(added)) {
    for (const [definition, names] of Object.entries(definitions))
      take(names, schemas[type].definitions[definition]);
  }
  writeFileSync(`${draft}.schema`, JSON.stringify(schemas));
  renameSync(`${draft}.schema`, target);
  for (const ending of ['ts', 'json']) rmSync(`${draft}.${ending}`);
}

function take(names, definition) {
  for (const name of names) delete definition.properties[name];
  definition.required = definition.required?.filter((name) => !names.includes(name));
}

/** The definition that the schema's own reference leads to. */
function rootOf(schema) {
  let found = schema;
  while (found.$ref) found = schema.definitions[decodeURIComponent(found.$ref.split('/').at(-1))];
  return found;
}

/** The schemas of a provider by type name, from the cache when neither the SDK's version nor the list of types has changed. */
export function loadSchemas(name) {
  const manifest = join(modules, sdks[name].sdk, 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const target = join(output, `${name}-schema-${version}.json`);
  const read = () => JSON.parse(readFileSync(target, 'utf8'));
  if (existsSync(target)) {
    const kept = read();
    if (typesOf(name).every((type) => kept[type])) return kept;
  }
  makeSchemas(name, target);
  return read();
}

export function validator(schemas, type) {
  return new Ajv({ strict: false, allErrors: false }).compile(schemas[type]);
}

/** Which alternatives of a union could be meant is told by `type` and `role`: report the deepest complaint. */
export function explain(errors) {
  const deepest = [...(errors ?? [])].sort(
    (a, b) => b.instancePath.length - a.instancePath.length,
  )[0];
  if (!deepest) return 'does not fit the schema';
  const extra = deepest.params.additionalProperty ?? deepest.params.missingProperty ?? '';
  return `${deepest.instancePath || '/'} ${deepest.message} ${extra}`.trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(sdks)) {
    for (const [type, schema] of Object.entries(loadSchemas(name)))
      console.log(`${name}:${type}: ${Object.keys(schema.definitions).length} definitions`);
  }
}
