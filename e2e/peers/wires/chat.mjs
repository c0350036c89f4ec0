// A server with OpenAI's Chat Completions, that thinks between calls and wants its reasoning back with them.
import { partsOf, pieces } from './turn.mjs';

const model = 'crash-model';
const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };

function entriesOf({ role, content, tool_calls: calls = [], tool_call_id: id }) {
  if (role === 'tool')
    return [{ type: 'result', id, content, is_error: content.startsWith('Error: ') }];
  if (role !== 'assistant') return [{ type: 'user', content }];
  return [
    ...(content ? [{ type: 'text', content }] : []),
    ...calls.map(({ id: made, function: { name, arguments: input } }) => ({
      type: 'call',
      id: made,
      name,
      input: JSON.parse(input),
    })),
  ];
}

function callOf({ id, name, input }) {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input) } };
}

function* eventsOf({ thought, text, calls }) {
  const chunk = (delta, finish_reason = null) => ({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [{ index: 0, delta, finish_reason }],
  });
  yield { kind: 'begin', data: chunk({ role: 'assistant', content: '' }) };
  if (thought) yield { kind: 'thought', data: chunk({ reasoning: thought.thinking }) };
  for (const content of pieces(text))
    yield { kind: 'text', text: content, data: chunk({ content }) };
  for (const [index, call] of calls.map(callOf).entries())
    yield { kind: 'call', call: index, data: chunk({ tool_calls: [{ index, ...call }] }) };
  yield { kind: 'end', data: chunk({}, calls.length > 0 ? 'tool_calls' : 'stop') };
  yield { kind: 'after', data: { ...chunk({}), choices: [], usage } };
  yield { kind: 'after', data: '[DONE]' };
}

export const chat = {
  sdk: 'openai',
  type: 'ChatCompletionCreateParamsStreaming',
  event: 'ChatCompletionChunk',
  path: '/v1/chat/completions',
  history: 'messages',
  models: { object: 'list', data: [{ id: model, object: 'model', created: 1 }] },
  keyOf: ({ authorization = '' }) => authorization.replace(/^Bearer /, ''),
  entries: ({ messages }) => messages.flatMap(entriesOf),
  problems: ({ messages }) =>
    messages.slice(1).some(({ role }) => role === 'system') ? ['a system message comes first'] : [],
  /** Of such servers; OpenAI's types know no reasoning. */
  own: ['reasoning'],
  isBound: ({ tool_calls: calls }) => calls !== undefined,
  answer(blocks) {
    const { thought, text, calls } = partsOf(blocks);
    const led = { reasoning: thought?.thinking, tool_calls: calls.map(callOf) };
    const content = text || (calls.length > 0 ? null : '');
    const message = { role: 'assistant', content, ...(calls.length > 0 ? led : {}) };
    return {
      items: [JSON.stringify(message)],
      events: eventsOf({ thought, text, calls }),
    };
  },
};
