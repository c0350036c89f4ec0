// From a scripted turn to the events of a stream, and to the exact text of the turn as a client has to send it back.
//
// A turn: {
//   when?: {text?, result?, model?},   substrings of the last user turn's text and tool results; the model's id
//   times?: number | "always",         how often it may be used (1)
//   blocks?: [...],                    content blocks; tool_use may have `raw_input`, JSON text sent as it stands
//   stop_reason?, stop_details?, usage?,
//   error?: {status, type?, message?, error_code?, headers?},    instead of blocks
//   stream_error?: {after, type, message?},    an error event after so many events
//   faults?: {cut_at?, silence_at?, hold_at?, drip_ms?, chunk?},    see peer.mjs
// }

const errorTypes = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'invalid_request_error',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

export function errorBody({ status, type, message, error_code: code }, requestId) {
  const error = {
    type: type ?? errorTypes[status] ?? 'api_error',
    message: message ?? `scripted ${status}`,
  };
  if (code) error.details = { error_code: code };
  return { type: 'error', request_id: requestId, error };
}

/** Pieces of about `size` characters that never divide one. */
function pieces(text, size) {
  const characters = [...text];
  const result = [];
  for (let at = 0; at < characters.length; at += size)
    result.push(characters.slice(at, at + size).join(''));
  return result;
}

function startOf(block) {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: '', citations: null };
    case 'thinking':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'tool_use':
      return {
        type: 'tool_use',
        id: block.id,
        name: block.name,
        caller: { type: 'direct' },
        ...block.extra,
        input: {},
      };
    default:
      return block;
  }
}

function inputText(block) {
  return block.raw_input ?? JSON.stringify(block.input ?? {});
}

function deltasOf(block, size) {
  switch (block.type) {
    case 'text':
      return pieces(block.text, size).map((text) => ({ type: 'text_delta', text }));
    case 'thinking':
      return [
        ...pieces(block.thinking, size).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block.signature },
      ];
    case 'tool_use':
      if (block.no_input) return [];
      return ['', ...pieces(inputText(block), 7)].map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }));
    default:
      return [];
  }
}

function usageOf(turn) {
  const usage = {
    input_tokens: 25,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 1,
    ...turn.usage,
  };
  return {
    cache_creation: null,
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
    ...usage,
  };
}

export function eventsOf(turn, model, messageId) {
  const size = turn.faults?.chunk ?? 12;
  const usage = usageOf(turn);
  const blocks = turn.blocks ?? [];
  const calls = blocks.some((block) => block.type === 'tool_use');
  const message = {
    id: messageId,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    container: null,
    diagnostics: null,
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: { ...usage, output_tokens: 1 },
  };
  const events = [{ type: 'message_start', message }];
  blocks.forEach((block, index) => {
    events.push({ type: 'content_block_start', index, content_block: startOf(block) });
    if (index === 0) events.push({ type: 'ping' });
    for (const delta of deltasOf(block, size))
      events.push({ type: 'content_block_delta', index, delta });
    events.push({ type: 'content_block_stop', index });
  });
  const delta = {
    stop_reason: turn.stop_reason ?? (calls ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    stop_details: turn.stop_details ?? null,
    container: null,
  };
  const final = {
    input_tokens: null,
    cache_creation_input_tokens: null,
    cache_read_input_tokens: null,
    output_tokens: usage.output_tokens,
    output_tokens_details: null,
    server_tool_use: null,
  };
  events.push({ type: 'message_delta', delta, usage: final }, { type: 'message_stop' });
  if (turn.stream_error) {
    const { after, ...error } = turn.stream_error;
    return [...events.slice(0, after), errorBody({ status: 500, ...error }, `req_${messageId}`)];
  }
  return events;
}

/** One block as the client has to send it back: the fields of its start, completed by its deltas. */
function finishedBlock(block) {
  const start = startOf(block);
  const final = { text: block.text, thinking: block.thinking, signature: block.signature };
  const fields = Object.entries(start).map(([key, value]) => {
    if (block.type === 'tool_use' && key === 'input')
      return `"input":${block.no_input ? '{}' : inputText(block)}`;
    const text = block.type !== 'tool_use' && final[key] !== undefined ? final[key] : value;
    return `${JSON.stringify(key)}:${JSON.stringify(text)}`;
  });
  return `{${fields.join(',')}}`;
}

function isReadable(block) {
  try {
    JSON.parse(inputText(block));
    return true;
  } catch {
    return false;
  }
}

/** What belongs to the history: a call that the end of the output cut is left out, and so is all of a refusal. */
export function historyOf(turn) {
  const truncated = ['max_tokens', 'model_context_window_exceeded'].includes(turn.stop_reason);
  const blocks = (turn.blocks ?? []).filter((block, i, all) => {
    const last = i === all.length - 1;
    if (block.type === 'thinking') return block.signature !== '';
    if (block.type === 'tool_use') return !(truncated && last) && isReadable(block);
    return true;
  });
  return {
    content: `[${blocks.map(finishedBlock).join(',')}]`,
    kept: turn.stop_reason !== 'refusal' && blocks.length > 0,
  };
}

function lastUserTurn(body) {
  const last = body.messages.findLast((message) => message.role === 'user');
  const blocks =
    typeof last?.content === 'string'
      ? [{ type: 'text', text: last.content }]
      : (last?.content ?? []);
  const said = blocks.filter(
    (block) => block.type === 'text' && !block.text.startsWith('<context>'),
  );
  const results = blocks.filter((block) => block.type === 'tool_result');
  return {
    text: said.map((block) => block.text).join('\n'),
    results: results.map((block) =>
      typeof block.content === 'string' ? block.content : JSON.stringify(block.content),
    ),
  };
}

function contains(text, wanted) {
  return wanted === undefined || text.toLowerCase().includes(wanted.toLowerCase());
}

export class Script {
  #turns;

  constructor({ turns = [] } = {}) {
    this.#turns = turns.map((turn) => ({
      turn,
      left: turn.times === 'always' ? Infinity : (turn.times ?? 1),
    }));
  }

  get left() {
    return this.#turns.filter(({ left }) => left > 0 && left !== Infinity).length;
  }

  /** The first turn that fits and is not used up, with `{{results[0].id}}` filled in from the tool results. */
  take(body) {
    const { text, results } = lastUserTurn(body);
    const entry = this.#turns.find(
      ({ turn: { when = {} }, left }) =>
        left > 0 &&
        contains(text, when.text) &&
        (when.result === undefined || results.some((result) => contains(result, when.result))) &&
        contains(body.model, when.model),
    );
    if (!entry) return undefined;
    entry.left -= 1;
    return fillIn(entry.turn, { results: results.map(parseOrKeep) });
  }
}

function parseOrKeep(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function lookUp(path, values) {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce((value, key) => value?.[key], values);
}

function fillIn(value, values) {
  if (typeof value === 'string') {
    return value.replace(/\{\{(.+?)\}\}/g, (whole, path) => {
      const found = lookUp(path.trim(), values);
      return found === undefined ? whole : String(found);
    });
  }
  if (Array.isArray(value)) return value.map((item) => fillIn(item, values));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillIn(item, values)]),
    );
  return value;
}
