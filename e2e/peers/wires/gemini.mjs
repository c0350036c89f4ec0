// Gemini by its Interactions API.
import { partsOf, pieces } from './turn.mjs';

const usage = { total_input_tokens: 100, total_output_tokens: 10, total_tokens: 110 };

function entryOf(step) {
  const { type, id, name } = step;
  if (type === 'thought') return { type };
  if (type === 'function_call') return { type: 'call', id, name, input: step.arguments };
  if (type === 'function_result')
    return { type: 'result', id: step.call_id, content: step.result, is_error: step.is_error };
  return {
    type: type === 'user_input' ? 'user' : 'text',
    content: step.content.map(({ text }) => text).join('\n'),
  };
}

function thoughtStep({ thinking, signature }) {
  const summary = { type: 'text', text: thinking };
  return {
    kind: 'thought',
    begun: { type: 'thought' },
    deltas: [
      { type: 'thought_summary', content: summary },
      { type: 'thought_signature', signature },
    ],
    whole: { type: 'thought', signature, summary: [summary] },
  };
}

function textStep(text) {
  return {
    kind: 'text',
    begun: { type: 'model_output', content: [] },
    deltas: pieces(text).map((part) => ({ type: 'text', text: part })),
    whole: { type: 'model_output', content: [{ type: 'text', text }] },
  };
}

/** A step as it begins, what comes of it in pieces, and how it has to come back. */
function stepsOf(blocks) {
  const { thought, text, calls } = partsOf(blocks);
  return [
    ...(thought ? [thoughtStep(thought)] : []),
    ...(text ? [textStep(text)] : []),
    ...calls.map(({ id, name, input }, call) => ({
      kind: 'call',
      call,
      begun: { type: 'function_call', id, name, arguments: {} },
      deltas: [{ type: 'arguments_delta', arguments: JSON.stringify(input) }],
      whole: { type: 'function_call', id, name, arguments: input },
    })),
  ];
}

function* eventsOf(steps) {
  const interaction = (status) => ({ id: 'v1_1', object: 'interaction', status, usage });
  const event = (event_type, more) => ({ event_type, ...more });
  yield {
    kind: 'begin',
    data: event('interaction.created', { interaction: interaction('in_progress') }),
  };
  for (const [index, { kind, call, begun, deltas }] of steps.entries()) {
    const at = { kind, call };
    yield { ...at, data: event('step.start', { index, step: begun }) };
    for (const delta of deltas)
      yield {
        ...at,
        text: kind === 'text' ? delta.text : '',
        data: event('step.delta', { index, delta }),
      };
    yield { ...at, data: event('step.stop', { index }) };
  }
  const status = steps.some(({ kind }) => kind === 'call') ? 'requires_action' : 'completed';
  yield {
    kind: 'end',
    data: event('interaction.completed', { interaction: interaction(status) }),
  };
}

export const gemini = {
  sdk: 'gemini',
  type: 'CreateModelInteraction',
  event: 'InteractionSSEEvent',
  path: '/v1/interactions',
  history: 'input',
  count: {
    type: 'CountTokensRequest',
    path: /^\/v1beta\/models\/[^/]+:countTokens$/,
    answer: (totalTokens) => ({ totalTokens }),
  },
  models: {
    models: [
      {
        name: 'models/gemini-3.8-flash',
        displayName: 'Gemini 3.8 Flash',
        inputTokenLimit: 1_048_576,
        outputTokenLimit: 65_536,
        supportedGenerationMethods: ['generateContent', 'countTokens'],
        thinking: true,
      },
    ],
  },
  keyOf: (headers) => headers['x-goog-api-key'] ?? '',
  entries: ({ input }) => input.map(entryOf),
  problems: ({ store, input }) => [
    ...(store === false ? [] : ['nothing may be stored']),
    ...(input.every(({ type, name }) => type !== 'function_result' || name)
      ? []
      : ['a result lacks the name of its tool']),
  ],
  /** Thoughts carry signatures, calls the ids that answers name. */
  isBound: ({ type }) => type === 'thought' || type === 'function_call',
  answer(blocks) {
    const steps = stepsOf(blocks);
    return { items: steps.map(({ whole }) => JSON.stringify(whole)), events: eventsOf(steps) };
  },
};
