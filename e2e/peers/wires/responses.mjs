// OpenAI by its Responses API.
import { partsOf, pieces } from './turn.mjs';

const usage = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
  output_tokens: 10,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 110,
};

const answered = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'gpt-6.1-terra',
  output: [],
  usage,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: null,
  access_programs: null,
  parallel_tool_calls: true,
  temperature: null,
  tool_choice: 'auto',
  tools: [],
  top_p: null,
};

function entryOf(item) {
  const { type, role, call_id: id, name } = item;
  if (type === 'reasoning') return { type: 'thought' };
  if (type === 'function_call')
    return { type: 'call', id, name, input: JSON.parse(item.arguments) };
  if (type === 'function_call_output') {
    const [content, is_error] = [item.output, item.output.startsWith('Error: ')];
    return { type: 'result', id, content, is_error };
  }
  const content = [item.content]
    .flat()
    .map((part) => part.text ?? part)
    .join('\n');
  return { type: role === 'user' ? 'user' : 'text', content };
}

function itemsOf(blocks, number) {
  const { thought, text, calls } = partsOf(blocks);
  const reasoning = ({ thinking, signature }) => ({
    id: `rs_${number}`,
    type: 'reasoning',
    encrypted_content: signature,
    summary: [{ type: 'summary_text', text: thinking }],
  });
  const message = {
    id: `msg_${number}`,
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [{ type: 'output_text', annotations: [], text }],
  };
  return [
    ...(thought ? [reasoning(thought)] : []),
    ...(text ? [message] : []),
    ...calls.map(({ id, name, input }) => ({
      id: `fc_${id}`,
      type: 'function_call',
      status: 'completed',
      call_id: id,
      name,
      arguments: JSON.stringify(input),
    })),
  ];
}

/** An item before anything of it has come. */
function begun(item) {
  const started = item.status ? { ...item, status: 'in_progress' } : item;
  if (item.type === 'reasoning') return { ...started, summary: [] };
  return item.type === 'message' ? { ...started, content: [] } : { ...started, arguments: '' };
}

const kinds = { reasoning: 'thought', message: 'text', function_call: 'call' };

function* eventsOf(items) {
  let sequence_number = 0;
  let calls = 0;
  const event = (type, more) => ({
    type: `response.${type}`,
    sequence_number: (sequence_number += 1),
    ...more,
  });
  const response = (status) => ({ ...answered, status });
  yield { kind: 'begin', data: event('created', { response: response('in_progress') }) };
  for (const [output_index, item] of items.entries()) {
    const at = {
      kind: kinds[item.type],
      call: item.type === 'function_call' ? calls++ : undefined,
    };
    yield { ...at, data: event('output_item.added', { output_index, item: begun(item) }) };
    const text = item.type === 'message' ? item.content[0].text : '';
    const place = { output_index, item_id: item.id, content_index: 0, logprobs: [] };
    for (const delta of pieces(text))
      yield { ...at, text: delta, data: event('output_text.delta', { ...place, delta }) };
    yield { ...at, data: event('output_item.done', { output_index, item }) };
  }
  yield { kind: 'end', data: event('completed', { response: response('completed') }) };
}

export const responses = {
  sdk: 'openai',
  type: 'ResponseCreateParamsStreaming',
  event: 'ResponseStreamEvent',
  path: '/v1/responses',
  history: 'input',
  count: {
    type: 'InputTokenCountParams',
    path: /^\/v1\/responses\/input_tokens$/,
    answer: (input_tokens) => ({ object: 'response.input_tokens', input_tokens }),
  },
  models: { object: 'list', data: [{ id: 'gpt-6.1-terra', object: 'model', created: 1 }] },
  keyOf: ({ authorization = '' }) => authorization.replace(/^Bearer /, ''),
  entries: ({ input }) => input.map(entryOf),
  problems: ({ store, include }) =>
    store === false && include?.includes('reasoning.encrypted_content')
      ? []
      : ['nothing may be stored, so reasoning has to come along'],
  /** What the provider made carries its id. */
  isBound: ({ id }) => id !== undefined,
  answer(blocks, number) {
    const items = itemsOf(blocks, number);
    return { items: items.map((item) => JSON.stringify(item)), events: eventsOf(items) };
  },
};
