// The schemas made from the SDKs' types do refuse: a check that cannot fail checks nothing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('contract.mjs', import.meta.url));

/** Of each text, as a value of that type: what is wrong, or nothing. */
function problems(type, texts) {
  const input = texts.map((text) => `${type} ${text}\n`).join('');
  const { stdout } = spawnSync(process.execPath, [program], {
    input,
    encoding: 'utf8',
  });
  return stdout.split('\n').slice(0, texts.length);
}

const requests = {
  'openai:ResponseCreateParamsStreaming': {
    model: 'gpt-6-luna',
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    input: [
      { role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
      { type: 'function_call', call_id: 'c', name: 'find', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c', output: 'found' },
    ],
  },
  'anthropic:MessageCountTokensParams': {
    model: 'claude-opus-5-5',
    system: [{ type: 'text', text: 'You are Parley.' }],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
  },
  'openai:InputTokenCountParams': {
    model: 'gpt-6-luna',
    instructions: 'You are Parley.',
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'hi' }] }],
  },
  'gemini:CountTokensRequest': {
    generateContentRequest: {
      model: 'models/gemini-3.8-flash',
      contents: [{ role: 'user', parts: [{ text: 'hi' }] }],
    },
  },
  'openai:ChatCompletionCreateParamsStreaming': {
    model: 'm',
    stream: true,
    messages: [
      { role: 'user', content: 'hi' },
      { role: 'tool', tool_call_id: 'c', content: 'found' },
    ],
  },
  'gemini:CreateModelInteraction': {
    model: 'gemini-3.8-flash',
    stream: true,
    store: false,
    input: [
      { type: 'thought', signature: 's' },
      { type: 'function_call', id: 'c', name: 'find', arguments: {} },
      {
        type: 'function_result',
        call_id: 'c',
        name: 'find',
        result: 'found',
        is_error: true,
      },
    ],
  },
};

for (const [type, request] of Object.entries(requests)) {
  test(`${type} takes a request and refuses what is none`, () => {
    const wrong = [
      { ...request, weather: 'sunny' },
      { ...request, model: undefined, input: 7, messages: 7 },
      { ...request, tools: [{ type: 'function', name: 7 }] },
    ];
    const [right, ...others] = problems(type, [
      ...[request, ...wrong].map((value) => JSON.stringify(value)),
      '{',
    ]);
    assert.equal(right, '');
    for (const problem of others) assert.notEqual(problem, '');
  });
}
