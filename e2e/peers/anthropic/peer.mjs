// A Messages API that answers by script and refuses what the real one would. `node peer.mjs [--port N]` prints its
// address; it ends with its standard input, so that it never outlives the test that started it.
//
//   POST /v1/messages, POST /v1/messages/count_tokens, GET /v1/models      as documented by the vendor
//   PUT  /control/script {turns, keys?, models?, count?}    forgets everything; `keys`: the only ones accepted;
//                                          `models`: an error ({status, ...}) for the list; `count`: the same, or
//                                          what counting answers; of a Peer in the same process, `player`
//                                          (take(body, key) -> turn) may stand for `turns`
//   POST /control/release                  lets the streams that wait at `hold_at` go on
//   GET  /control/requests                 {items: [{method, path, headers, body, ended}]}, body as text
//   GET  /control/aborted?count=N          answers once N answers were given up by the client
//   GET  /violations                       {items: [...]}: what was wrong with requests so far
//
// Faults count bytes of the stream's body: `cut_at` closes the connection there, `silence_at` sends nothing more,
// `hold_at` waits for a release, `drip_ms` waits between events, `chunk` is the size of deltas in characters.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

import { checkHeaders, Checker } from './check.mjs';
import { models } from './models.mjs';
import { errorBody, eventsOf, historyOf, Script } from './script.mjs';

const bodyLimit = 32 << 20;

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function keyOf(headers) {
  return headers['x-api-key'] ?? (headers.authorization ?? '').replace(/^Bearer /, '');
}

export class Peer {
  #server = createServer((request, response) => this.#serve(request, response));
  #checker;
  #script = new Script();
  #keys;
  #modelsError;
  #countAnswer;
  #requests = [];
  #violations = [];
  #aborted = 0;
  #abortWaiters = [];
  #held = [];
  #count = 0;

  async start(port = 0) {
    this.#checker = new Checker();
    await new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get violations() {
    return this.#violations;
  }

  get requests() {
    return this.#requests;
  }

  setScript(script) {
    for (const turn of script.turns ?? []) this.#checkTurn(turn);
    for (const answer of [script.models, script.count])
      if (answer?.status) this.#checkTurn({ error: answer });
    this.#script = script.player ?? new Script(script);
    this.#keys = script.keys;
    this.#modelsError = script.models;
    this.#countAnswer = script.count;
    this.#requests = [];
    this.#violations = [];
    this.#aborted = 0;
    this.#checker.history = new this.#checker.history.constructor();
    this.release();
  }

  /** How many streams wait for a release. */
  get holding() {
    return this.#held.length;
  }

  /** The client crashed: it may not have kept the last answer that it got with each key. */
  forgiveLost() {
    this.#checker.history.forgiveLost();
  }

  release() {
    for (const resume of this.#held.splice(0)) resume();
  }

  /** The next turn; what a player cannot play is a violation. */
  #play(body, key) {
    try {
      const turn = this.#script.take(body, key);
      if (turn && !(this.#script instanceof Script)) this.#checkTurn(turn);
      return turn;
    } catch (error) {
      this.#violations.push(error.message);
      throw error;
    }
  }

  #checkTurn(turn) {
    if (turn.unchecked) return;
    const sent = turn.error
      ? [errorBody(turn.error, 'req_check')]
      : eventsOf(turn, 'claude-opus-5-5', 'msg_check');
    for (const event of sent) {
      const problems = event.type === 'ping' ? [] : this.#checker.checkEvent(event);
      if (problems.length > 0)
        throw new Error(
          `the script sends what no Messages API sends: ${problems[0]} in ${JSON.stringify(event)}`,
        );
    }
  }

  async #serve(request, response) {
    try {
      const url = new URL(request.url, this.url);
      const body = await readBody(request);
      if (url.pathname === '/violations' || url.pathname.startsWith('/control/')) {
        await this.#control(request, response, url, body);
        return;
      }
      const record = {
        method: request.method,
        path: request.url,
        headers: request.headers,
        body,
        ended: false,
      };
      this.#requests.push(record);
      response.on('close', () => this.#ended(record, response));
      await this.#api(request, response, url, body);
    } catch (error) {
      this.#json(response, 400, errorBody({ status: 400, message: error.message }, 'req_none'));
    }
  }

  #ended(record, response) {
    record.ended = true;
    if (response.writableFinished || response.scriptedEnd) return;
    this.#aborted += 1;
    for (const check of this.#abortWaiters) check();
  }

  async #control(request, response, url, body) {
    const action = `${request.method} ${url.pathname}`;
    if (action === 'GET /violations') return this.#json(response, 200, { items: this.#violations });
    if (action === 'GET /control/requests')
      return this.#json(response, 200, { items: this.#requests });
    if (action === 'GET /control/aborted') {
      await this.#untilAborted(Number(url.searchParams.get('count') ?? 1));
      return this.#json(response, 200, { count: this.#aborted });
    }
    if (action === 'POST /control/release') {
      this.release();
      return this.#json(response, 200, {});
    }
    if (action !== 'PUT /control/script') return this.#json(response, 404, {});
    this.setScript(JSON.parse(body));
    return this.#json(response, 200, {});
  }

  #untilAborted(count) {
    return new Promise((resolve) => {
      const check = () => this.#aborted >= count && resolve();
      this.#abortWaiters.push(check);
      check();
    });
  }

  async #api(request, response, url, text) {
    const requestId = `req_${String((this.#count += 1)).padStart(6, '0')}`;
    response.setHeader('request-id', requestId);
    const key = keyOf(request.headers);
    const problems = checkHeaders(request.headers);
    if (problems.length > 0) return this.#refuse(response, requestId, problems);
    const accepted = this.#keys ? this.#keys.includes(key) : key.startsWith('sk-ant-');
    if (!accepted)
      return this.#fail(response, requestId, { status: 401, message: 'invalid x-api-key' });
    const route = `${request.method} ${url.pathname}`;
    if (route === 'GET /v1/models') return this.#listModels(response, requestId, url);
    const counts = route === 'POST /v1/messages/count_tokens';
    if (route !== 'POST /v1/messages' && !counts)
      return this.#fail(response, requestId, {
        status: 404,
        message: `no such path: ${url.pathname}`,
      });
    if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
      return this.#refuse(response, requestId, ['the content type has to be application/json']);
    return counts
      ? this.#countTokens(response, requestId, key, text)
      : this.#answer(response, requestId, key, text);
  }

  #countTokens(response, requestId, key, text) {
    const problems = this.#checker.checkCount(key, text);
    if (problems.length > 0) return this.#refuse(response, requestId, problems);
    const answer = this.#countAnswer ?? { input_tokens: Math.ceil(text.length / 4) };
    return answer.status
      ? this.#fail(response, requestId, answer)
      : this.#json(response, 200, answer);
  }

  #listModels(response, requestId, url) {
    if (this.#modelsError) return this.#fail(response, requestId, this.#modelsError);
    const limit = Number(url.searchParams.get('limit') ?? 20);
    const after = url.searchParams.get('after_id');
    const from = after ? models.findIndex((model) => model.id === after) + 1 : 0;
    // Pages are short, so that a client which reads only the first is found out.
    const data = models.slice(from, from + Math.min(limit, 2));
    const has_more = from + data.length < models.length;
    return this.#json(response, 200, {
      data,
      has_more,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    });
  }

  async #answer(response, requestId, key, text) {
    const problems = this.#checker.checkRequest(key, text);
    if (problems.length > 0) return this.#refuse(response, requestId, problems);
    const body = JSON.parse(text);
    const turn = this.#play(body, key);
    if (!turn) {
      this.#violations.push(`${requestId}: the script has no turn for this request`);
      return this.#fail(response, requestId, {
        status: 400,
        message: 'the script has no turn for this request',
      });
    }
    if (turn.error) return this.#fail(response, requestId, turn.error);
    const whole = await this.#stream(response, turn, body.model, `msg_${requestId}`);
    if (!whole || turn.stream_error) return undefined;
    const { content, kept } = historyOf(turn);
    this.#checker.history.record({
      key,
      text,
      content,
      kept,
      paused: turn.stop_reason === 'pause_turn',
    });
    return response.end();
  }

  /** Whether everything was sent; the response is then still open, so that the history is known before its end. */
  async #stream(response, turn, model, messageId) {
    const {
      cut_at: cutAt,
      silence_at: silenceAt,
      hold_at: holdAt,
      drip_ms: dripMs,
    } = turn.faults ?? {};
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
    let sent = 0;
    let held = false;
    // Without faults there is nothing to see between the events, so they go out together.
    if (!turn.faults) response.cork();
    for (const event of eventsOf(turn, model, messageId)) {
      const bytes = Buffer.from(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      const end = sent + bytes.length;
      if (cutAt !== undefined && end > cutAt) {
        response.scriptedEnd = true;
        response.write(bytes.subarray(0, cutAt - sent), () => response.destroy());
        return false;
      }
      if (silenceAt !== undefined && end > silenceAt) {
        response.write(bytes.subarray(0, silenceAt - sent));
        return false;
      }
      if (holdAt !== undefined && !held && end > holdAt) {
        held = true;
        await new Promise((resume) => {
          this.#held.push(resume);
          response.on('close', resume);
        });
      }
      if (response.destroyed) return false;
      response.write(bytes);
      sent = end;
      if (dripMs) await new Promise((resume) => setTimeout(resume, dripMs));
    }
    if (!turn.faults) response.uncork();
    if (turn.stream_error) response.end();
    return true;
  }

  #refuse(response, requestId, problems) {
    for (const problem of problems) this.#violations.push(`${requestId}: ${problem}`);
    this.#fail(response, requestId, { status: 400, message: problems.join('; ') });
  }

  #fail(response, requestId, error) {
    this.#json(response, error.status, errorBody(error, requestId), error.headers);
  }

  #json(response, status, body, headers = {}) {
    if (response.headersSent) return;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--port');
  const peer = await new Peer().start(at > 0 ? Number(process.argv[at + 1]) : 0);
  console.log(peer.url);
  process.stdin.on('end', () => process.exit(0)).resume();
}
