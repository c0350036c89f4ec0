// What a Messages API of the Claude 5.5 line would refuse: the SDK's types as JSON Schemas, and the rules that no
// schema can say. A check answers with sentences; none means the request is in order.
import { explain, loadSchemas, validator } from '../schemas.mjs';
import { blocksOf } from './blocks.mjs';
import { models } from './models.mjs';
import { rawElements, rawMembers } from './raw-json.mjs';

const version = '2026-10-21';
const mostBreakpoints = 4;

export function checkHeaders(headers) {
  const problems = [];
  const credentials = ['authorization', 'x-api-key'].filter((name) => headers[name] !== undefined);
  if (credentials.length !== 1)
    problems.push(
      `exactly one of authorization and x-api-key is wanted, not ${credentials.length}`,
    );
  if (headers['anthropic-version'] !== version)
    problems.push(`anthropic-version has to be ${version}`);
  if (headers['anthropic-dangerous-direct-browser-access'] !== undefined)
    problems.push('a server must not ask for browser access');
  if (/\s/.test(headers['anthropic-beta'] ?? ''))
    problems.push('anthropic-beta is a list with commas and no blanks');
  return problems;
}

function checkToolAnswers(messages) {
  const problems = [];
  const seen = new Set();
  messages.forEach((message, i) => {
    const blocks = blocksOf(message);
    const results = blocks
      .filter((block) => block.type === 'tool_result')
      .map((block) => block.tool_use_id);
    const firstOther = blocks.findIndex((block) => block.type !== 'tool_result');
    if (firstOther >= 0 && blocks.slice(firstOther).some((block) => block.type === 'tool_result')) {
      problems.push(`messages[${i}]: tool results come before everything else`);
    }
    const previous = messages[i - 1];
    const open =
      previous?.role === 'assistant'
        ? blocksOf(previous)
            .filter((block) => block.type === 'tool_use')
            .map((block) => block.id)
        : [];
    for (const id of results) {
      if (!open.includes(id))
        problems.push(`messages[${i}]: ${id} answers no tool call of the turn before`);
    }
    if (new Set(results).size !== results.length)
      problems.push(`messages[${i}]: a tool call is answered twice`);
    if (open.length > 0 && message.role !== 'assistant') {
      for (const id of open.filter((call) => !results.includes(call)))
        problems.push(`messages[${i}]: the tool call ${id} is not answered`);
    }
    if (message.role !== 'assistant') return;
    const calls = blocks.filter((block) => block.type === 'tool_use').map((block) => block.id);
    const next = messages[i + 1];
    if (calls.length > 0 && next?.role !== 'user')
      problems.push(`messages[${i}]: its tool calls are not answered by the next message`);
    for (const id of calls) {
      if (seen.has(id)) problems.push(`messages[${i}]: the id ${id} is used twice`);
      seen.add(id);
    }
  });
  return problems;
}

function checkTexts(body) {
  const problems = [];
  const groups = [['system', Array.isArray(body.system) ? body.system : []]];
  body.messages.forEach((message, i) => groups.push([`messages[${i}]`, blocksOf(message)]));
  for (const [where, blocks] of groups) {
    if (blocks.length === 0 && where !== 'system') problems.push(`${where} is empty`);
    for (const block of blocks) {
      if (block.type === 'text' && block.text.trim() === '')
        problems.push(`${where}: text blocks must not be empty`);
    }
  }
  return problems;
}

function checkRoles(messages, mayContinue) {
  const problems = [];
  if (messages[0]?.role !== 'user') problems.push("the first message has to be the user's");
  if (messages.at(-1)?.role === 'assistant' && !mayContinue)
    problems.push('the conversation must not end on an assistant turn');
  messages.forEach((message, i) => {
    if (message.role === 'system' && messages[i - 1]?.role !== 'user')
      problems.push(`messages[${i}]: a system message follows a user turn`);
  });
  return problems;
}

function checkModel(body) {
  const model = models.find((entry) => entry.id === body.model);
  if (!model) return [];
  const problems = [];
  const { thinking, effort } = model.capabilities;
  if (body.max_tokens > model.max_tokens) problems.push(`max_tokens is over ${model.max_tokens}`);
  if (body.thinking && !thinking.types[body.thinking.type].supported)
    problems.push(`${body.model} does not take thinking "${body.thinking.type}"`);
  const asked = body.output_config?.effort;
  if (asked && !effort[asked]?.supported)
    problems.push(`${body.model} does not take the effort "${asked}"`);
  if (['any', 'tool'].includes(body.tool_choice?.type) && model.id.endsWith('-5-5'))
    problems.push('forced tool use is not supported');
  return problems;
}

function countBreakpoints(value) {
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + countBreakpoints(item), 0);
  if (value === null || typeof value !== 'object') return 0;
  const own = value.cache_control ? 1 : 0;
  return Object.values(value).reduce((sum, item) => sum + countBreakpoints(item), own);
}

/** Keeps what was answered, to hold later requests against it. */
export class HistoryChecker {
  #exchanges = [];
  #signatures = new Map();

  /** After a whole answer. `content`: the exact text of the content array; `kept`: whether it belongs to the history. */
  record({ key, text, content, kept, paused }) {
    const body = rawMembers(text);
    const messages = rawElements(body.messages);
    const expected = kept ? [...messages, `{"role":"assistant","content":${content}}`] : messages;
    this.#exchanges.push({
      key,
      model: body.model,
      system: body.system,
      tools: body.tools,
      first: messages[0],
      expected,
      kept,
      paused,
    });
    for (const block of JSON.parse(content)) {
      if (block.type === 'thinking')
        this.#signatures.set(block.signature, {
          key,
          thinking: block.thinking,
        });
    }
  }

  #sameConversation(key, body, messages) {
    return this.#exchanges.filter(
      (earlier) =>
        earlier.key === key && earlier.model === body.model && earlier.first === messages[0],
    );
  }

  /** What was answered last, with each key, may be missing from what follows. */
  forgiveLost() {
    const last = new Map(this.#exchanges.map((exchange) => [exchange.key, exchange]));
    for (const exchange of last.values()) exchange.kept = false;
  }

  /** The latest exchange that this request goes on from. */
  #predecessor(candidates, messages) {
    return candidates.findLast(({ expected, kept }) => {
      // A refused turn is dropped; the user message before it may then have grown.
      const wanted = kept ? expected : expected.slice(0, -1);
      return (
        wanted.length <= messages.length &&
        wanted.every((message, i) => sameMessage(message, messages[i]))
      );
    });
  }

  mayContinue(key, text) {
    const body = rawMembers(text);
    const messages = rawElements(body.messages);
    return (
      this.#predecessor(this.#sameConversation(key, body, messages), messages)?.paused === true
    );
  }

  check(key, text) {
    const problems = [];
    const body = rawMembers(text);
    const messages = rawElements(body.messages);
    const candidates = this.#sameConversation(key, body, messages);
    const hasHistory = messages.some((message) => JSON.parse(message).role === 'assistant');
    if (hasHistory && candidates.length > 0) {
      const earlier = this.#predecessor(candidates, messages);
      if (!earlier) {
        problems.push(
          'the history does not begin with an earlier request and its answer, byte for byte',
        );
      } else {
        if (earlier.system !== body.system)
          problems.push('system has changed within a conversation');
        if (earlier.tools !== body.tools) problems.push('tools have changed within a conversation');
      }
    }
    return [...problems, ...this.#checkThinking(key, messages)];
  }

  #checkThinking(key, messages) {
    const problems = [];
    for (const block of messages.flatMap((message) => blocksOf(JSON.parse(message)))) {
      if (block.type !== 'thinking') continue;
      const issued = this.#signatures.get(block.signature);
      if (!issued) problems.push('a thinking block has a signature that was never given out');
      else if (issued.key !== key) problems.push('a thinking block comes from another account');
      else if (issued.thinking !== block.thinking) problems.push('a thinking block was changed');
    }
    return problems;
  }
}

function sameMessage(expected, actual) {
  if (expected === actual) return true;
  const [left, right] = [rawMembers(expected), rawMembers(actual)];
  return left.role === right.role && left.content === right.content;
}

export class Checker {
  #request;
  #count;
  #event;
  #error;
  #errorType;
  history = new HistoryChecker();

  constructor() {
    const schemas = loadSchemas('anthropic');
    this.#request = validator(schemas, 'MessageCreateParamsStreaming');
    this.#count = validator(schemas, 'MessageCountTokensParams');
    this.#event = validator(schemas, 'RawMessageStreamEvent');
    this.#error = validator(schemas, 'ErrorResponse');
    this.#errorType = validator(schemas, 'ErrorType');
    const model = validator(schemas, 'ModelInfo');
    for (const entry of models) {
      if (!model(entry)) throw new Error(`models.mjs, ${entry.id}: ${explain(model.errors)}`);
    }
  }

  /** Scripts are held against the schemas as well, so that no test rests on an answer that cannot come. */
  checkEvent(event) {
    if (event.type === 'error') return this.#checkError(event);
    return this.#event(event) ? [] : [explain(this.#event.errors)];
  }

  /** The SDK reads `details`, which its types lack, and names a type that its union of errors lacks. */
  #checkError({ error: { details: _, type, ...rest }, ...event }) {
    if (!this.#errorType(type)) return [`there is no ${type}`];
    const known = { ...event, error: { ...rest, type: 'api_error' } };
    return this.#error(known) ? [] : [explain(this.#error.errors)];
  }

  checkRequest(key, text) {
    return this.#check(this.#request, key, text);
  }

  /** Of tokens to be counted: the same rules, but for what makes a turn. */
  checkCount(key, text) {
    return this.#check(this.#count, key, text);
  }

  #check(schema, key, text) {
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      return ['the body is not JSON'];
    }
    if (!schema(body)) return [explain(schema.errors)];
    const mayContinue = this.history.mayContinue(key, text);
    return [
      ...checkRoles(body.messages, mayContinue),
      ...checkTexts(body),
      ...checkToolAnswers(body.messages),
      ...checkModel(body),
      ...(countBreakpoints([body.system, body.tools, body.messages]) > mostBreakpoints
        ? ['too many cache breakpoints']
        : []),
      ...this.history.check(key, text),
    ];
  }
}
