import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import Anthropic from '@anthropic-ai/sdk';

import { Peer } from './peer.mjs';

const key = 'sk-ant-test';
let peer;
let client;

before(async () => {
  peer = await new Peer().start();
  client = new Anthropic({ apiKey: key, baseURL: peer.url, maxRetries: 0 });
});
after(() => peer.stop());
beforeEach(() => peer.setScript({}));

const tool = {
  name: 'find',
  description: 'Finds',
  input_schema: { type: 'object', properties: { q: { type: 'string' } } },
};
const question = { role: 'user', content: [{ type: 'text', text: 'find acme' }] };

function ask(messages, more = {}) {
  return client.messages
    .stream({ model: 'claude-sonnet-5-5', max_tokens: 1000, tools: [tool], messages, ...more })
    .finalMessage();
}

const thinkingAndCalls = {
  blocks: [
    { type: 'thinking', thinking: 'Look it up – twice', signature: 'c2ln' },
    { type: 'text', text: 'One moment.' },
    { type: 'tool_use', id: 'toolu_1', name: 'find', input: { q: 'acme' } },
    { type: 'tool_use', id: 'toolu_2', name: 'find', input: { q: 'äöü' } },
  ],
};

function results(...ids) {
  return {
    role: 'user',
    content: ids.map((id) => ({ type: 'tool_result', tool_use_id: id, content: '{"id":7}' })),
  };
}

test('the SDK reads a scripted turn with thinking, text and two parallel calls', async () => {
  peer.setScript({ turns: [thinkingAndCalls] });
  const message = await ask([question]);
  assert.equal(message.stop_reason, 'tool_use');
  assert.deepEqual(
    message.content.map((block) => block.type),
    ['thinking', 'text', 'tool_use', 'tool_use'],
  );
  assert.deepEqual(message.content[3].input, { q: 'äöü' });
  assert.equal(message.content[0].signature, 'c2ln');
});

test('a conversation that only grows is accepted, and results fill in the next turn', async () => {
  peer.setScript({
    turns: [
      thinkingAndCalls,
      { blocks: [{ type: 'text', text: 'Found number {{results[0].id}}.' }] },
    ],
  });
  const first = await ask([question]);
  const second = await ask([
    question,
    { role: 'assistant', content: first.content },
    results('toolu_1', 'toolu_2'),
  ]);
  assert.equal(second.content[0].text, 'Found number 7.');
  assert.deepEqual(peer.violations, []);
});

async function violation(messages, more) {
  await assert.rejects(ask(messages, more), (error) => error.status === 400);
  return peer.violations.join('\n');
}

test('an unanswered call, an orphan result and text before results are refused', async () => {
  peer.setScript({ turns: [thinkingAndCalls] });
  const first = await ask([question]);
  const history = [question, { role: 'assistant', content: first.content }];
  assert.match(await violation([...history, results('toolu_1')]), /toolu_2 is not answered/);
  assert.match(await violation([question, results('toolu_9')]), /toolu_9 answers no tool call/);
  const late = {
    role: 'user',
    content: [{ type: 'text', text: 'well' }, ...results('toolu_1', 'toolu_2').content],
  };
  assert.match(await violation([...history, late]), /come before everything else/);
});

test('an edited turn, dropped thinking and changed tools are refused', async () => {
  peer.setScript({ turns: [thinkingAndCalls] });
  const { content } = await ask([question]);
  const answers = results('toolu_1', 'toolu_2');
  const edited = content.map((block) =>
    block.type === 'text' ? { ...block, text: 'Edited.' } : block,
  );
  assert.match(
    await violation([question, { role: 'assistant', content: edited }, answers]),
    /byte for byte/,
  );
  assert.match(
    await violation([question, { role: 'assistant', content: content.slice(1) }, answers]),
    /byte for byte/,
  );
  const rethought = content.map((block) =>
    block.type === 'thinking' ? { ...block, thinking: 'Other' } : block,
  );
  assert.match(
    await violation([question, { role: 'assistant', content: rethought }, answers]),
    /a thinking block was changed/,
  );
  assert.match(
    await violation([question, { role: 'assistant', content }, answers], {
      tools: [{ ...tool, name: 'other' }],
    }),
    /tools have changed/,
  );
});

test('what the schema, the headers and the model forbid is refused', async () => {
  assert.match(await violation([question], { temperature: 0.5 }), /temperature/);
  assert.match(await violation([question], { max_tokens: undefined }), /max_tokens/);
  assert.match(
    await violation([question], { model: 'claude-opus-5-5', thinking: { type: 'disabled' } }),
    /does not take thinking/,
  );
  assert.match(
    await violation([question, { role: 'assistant', content: 'Well' }]),
    /must not end on an assistant turn/,
  );
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const response = await fetch(`${peer.url}/v1/messages`, { method: 'POST', headers, body: '{}' });
  assert.equal(response.status, 400);
  assert.match(peer.violations.join('\n'), /anthropic-version/);
});

test('a scripted error has the status, headers and body of the vendor', async () => {
  peer.setScript({
    turns: [
      {
        error: {
          status: 429,
          error_code: 'enforced_spend_limit_reached',
          headers: { 'retry-after': '3' },
        },
      },
    ],
  });
  await assert.rejects(
    ask([question]),
    (error) =>
      error.status === 429 &&
      error.headers.get('retry-after') === '3' &&
      error.error.error.details.error_code === 'enforced_spend_limit_reached',
  );
});

test('a key that is not on the list gets 401', async () => {
  peer.setScript({ keys: ['sk-ant-other'] });
  await assert.rejects(client.models.list(), (error) => error.status === 401);
});

test('the SDK pages through the models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.length > 2);
  assert.ok(ids.includes('claude-opus-5-5'));
});

test('a script that no Messages API could play is refused', () => {
  assert.throws(
    () =>
      peer.setScript({ turns: [{ blocks: [{ type: 'text', text: 'x' }], stop_reason: 'bored' }] }),
    /no Messages API sends/,
  );
});

test('tokens of a request are counted, and one that is none is refused', async () => {
  const count = (more) =>
    client.messages.countTokens({ model: 'claude-opus-5-5', messages: [question], ...more });
  assert.ok((await count()).input_tokens > 0);
  peer.setScript({ count: { input_tokens: 4711 } });
  assert.equal((await count()).input_tokens, 4711);
  await assert.rejects(count({ max_tokens: 5 }), (error) => error.status === 400);
  await assert.rejects(count({ messages: [results('toolu_9')] }), /toolu_9 answers no tool call/);
});

test('a script whose errors the vendor does not know is refused', () => {
  for (const type of ['error', 'stream_error']) {
    const turn = { [type]: { status: 400, after: 1, type: 'weather_error' } };
    assert.throws(() => peer.setScript({ turns: [turn] }), /no Messages API sends/);
  }
});
