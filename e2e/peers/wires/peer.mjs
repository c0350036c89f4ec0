// The providers beside Claude, in the same process as a test: each answers what a player plays, refuses what the real one
// would, and holds every request against what it answered before. What differs between them is their wire: responses.mjs,
// gemini.mjs, chat.mjs.
//
// A player's take({messages}, key) gives a turn: {blocks, hold?}. Its stream waits for a release before the first event
// that `hold({kind, call, said})` is true of; `kind`: begin, thought, text, call (the number `call` of its kind), end.
import { createServer } from 'node:http';

import { explain, loadSchemas, validator } from '../schemas.mjs';
import { History } from './history.mjs';

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** What no schema says: each call is answered once and before anything else is said. */
function checkOrder(entries) {
  const problems = [];
  const open = new Set();
  const used = new Set();
  entries.forEach(({ type, id }, i) => {
    if (type === 'call' && used.has(id)) problems.push(`the call id ${id} is used twice`);
    if (type === 'result' && !open.delete(id)) problems.push(`${id} answers no open call`);
    if (!['call', 'result'].includes(type) && open.size > 0)
      problems.push(`a call is not answered: ${[...open]}`);
    if (type === 'thought' && !['text', 'call'].includes(entries[i + 1]?.type))
      problems.push('a thought lacks what it led to');
    if (type !== 'call') return;
    used.add(id);
    open.add(id);
  });
  if (open.size > 0) problems.push(`a call is not answered: ${[...open]}`);
  if (!['user', 'result'].includes(entries.at(-1)?.type))
    problems.push('the conversation ends on a turn of the model');
  return problems;
}

/** For players, which know the blocks of Claude. */
function blockOf({ type, id, name, input, content, is_error }) {
  if (type === 'call') return { type: 'tool_use', id, name, input };
  if (type === 'result') return { type: 'tool_result', tool_use_id: id, content, is_error };
  return { type: 'text', text: content ?? '' };
}

export class WirePeer {
  #wire;
  #isRequest;
  #isEvent;
  #isCount;
  #server = createServer((request, response) => this.#serve(request, response));
  #player;
  #history = new History();
  #held = [];
  #count = 0;
  violations = [];

  constructor(wire) {
    this.#wire = wire;
    const schemas = loadSchemas(wire.sdk);
    this.#isRequest = validator(schemas, wire.type);
    this.#isEvent = validator(schemas, wire.event);
    if (wire.count) this.#isCount = validator(schemas, wire.count.type);
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  setScript({ player }) {
    this.#player = player;
  }

  /** How many streams wait for a release. */
  get holding() {
    return this.#held.length;
  }

  release() {
    for (const resume of this.#held.splice(0)) resume();
  }

  /** The client crashed: it may not have kept the last answer that it got with each key. */
  forgiveLost() {
    this.#history.forgiveLost();
  }

  async #serve(request, response) {
    try {
      const text = await readBody(request);
      const { pathname } = new URL(request.url, this.url);
      if (request.method === 'GET' && pathname === '/v1/models')
        return this.#json(response, 200, this.#wire.models);
      if (request.method === 'POST' && this.#wire.count?.path.test(pathname))
        return this.#countTokens(response, text);
      if (request.method !== 'POST' || pathname !== this.#wire.path)
        throw new Error(`no such path: ${request.method} ${pathname}`);
      return await this.#answer(response, this.#wire.keyOf(request.headers), text);
    } catch (error) {
      this.violations.push(error.message);
      return this.#json(response, 400, { error: { message: error.message } });
    }
  }

  #countTokens(response, text) {
    if (!this.#isCount(JSON.parse(text))) throw new Error(explain(this.#isCount.errors));
    return this.#json(response, 200, this.#wire.count.answer(Math.ceil(text.length / 4)));
  }

  #problems(key, text) {
    const body = JSON.parse(text);
    if (!this.#isRequest(this.#known(body))) return [explain(this.#isRequest.errors)];
    return [
      ...this.#wire.problems(body),
      ...checkOrder(this.#wire.entries(body)),
      ...this.#history.check(key, text, this.#wire),
    ];
  }

  /** As far as the SDK's types know it. */
  #known(value) {
    const { own = [] } = this.#wire;
    return JSON.parse(JSON.stringify(value), (name, member) =>
      own.includes(name) ? undefined : member,
    );
  }

  /** No test rests on a stream that cannot come. */
  #checkEvent(data) {
    if (data === '[DONE]' || this.#isEvent(this.#known(data))) return;
    const problem = explain(this.#isEvent.errors);
    throw new Error(`no provider sends this: ${problem} in ${JSON.stringify(data)}`);
  }

  async #answer(response, key, text) {
    const [problem] = this.#problems(key, text);
    if (problem) throw new Error(`${problem} in ${text}`);
    const entries = this.#wire.entries(JSON.parse(text));
    const messages = entries.map((entry) => ({ content: [blockOf(entry)] }));
    const turn = this.#player.take({ messages }, key);
    const { items, events: made } = this.#wire.answer(turn.blocks, (this.#count += 1));
    const events = [...made];
    for (const { data } of events) this.#checkEvent(data);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    let hold = turn.hold;
    let said = '';
    for (const { data, text: piece = '', ...event } of events) {
      if (hold?.({ ...event, said })) {
        hold = undefined;
        await this.#released(response);
      }
      if (response.destroyed) return;
      if (event.kind === 'end') this.#history.record(key, text, items, this.#wire);
      response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
      said += piece;
    }
    response.end();
  }

  #released(response) {
    return new Promise((resume) => {
      this.#held.push(resume);
      response.on('close', resume);
    });
  }

  #json(response, status, body) {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }
}
