// The server is killed at every boundary of a run that reads, writes, waits for approval and asks. Afterwards the same
// conversation goes on, and whatever the user wanted has happened once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Workspace } from './eval/client.mjs';
import { heldAfter, heldBefore } from './lib/claude.mjs';
import { Locks } from './lib/locks.mjs';
import { Server } from './lib/server.mjs';
import { until } from './lib/wait.mjs';
import { Worker } from './lib/worker.mjs';
import { Peer } from './peers/anthropic/peer.mjs';

const model = 'claude-sonnet-5-5';

let peer;
let server;
let locks;
const workers = new Map();

async function startServer(folder) {
  const env = { PARLEY_ANTHROPIC_BASE_URL: peer.url, PARLEY_PASSWORD_MEMORY: '19MiB' };
  server = await Server.start({ env, folder });
  locks = new Locks(server.folder);
}

/** Somebody with the work that the worker does for them. `stop`: where they stop by themselves. */
class User {
  static async arrive(name, { stop, hold } = {}) {
    const user = new User();
    user.name = name;
    user.stop = stop;
    user.workspace = await Workspace.register(server.url, name);
    await user.workspace.create('contacts', { name: 'Old Bob' });
    user.worker = new Worker(hold);
    const key = `sk-ant-crash-${workers.size}`;
    workers.set(key, user.worker);
    await user.workspace.useKey('anthropic', key);
    return user;
  }

  /** Says it, approves and answers what is asked, until all is done or where the user stops. */
  async go(message) {
    let answer = await this.workspace.say(message, this.conversation, model);
    for (let round = 0; round < 12 && !answer.reply.includes('All done.'); round += 1) {
      this.conversation = answer.conversation_id;
      if (answer.status === this.stop) return;
      if (answer.status === 'awaiting_approval') {
        await this.beforeApproval?.();
        answer = await this.workspace.decide(answer.approvals[0].id, 'approve');
      } else {
        const words = answer.status === 'awaiting_answer' ? 'Website' : 'Go on.';
        answer = await this.workspace.say(words, this.conversation, model);
      }
    }
    assert.match(answer.reply, /All done\./, `${this.name}: ${answer.reply}`);
  }

  async transcript() {
    this.conversation ??= (await this.workspace.read('/api/conversations')).items[0].id;
    return (await this.workspace.read(`/api/conversations/${this.conversation}/messages`)).items;
  }

  /** As after a crash: told to go on, with nothing in the way. */
  async goesOn() {
    this.stop = this.beforeApproval = this.worker.hold = undefined;
    await this.transcript();
    await this.go('Go on.');
    await this.#hasAllOnce();
  }

  async #hasAllOnce() {
    const names = async (kind) => (await this.workspace.list(kind)).map(({ name }) => name);
    const [ada, ...others] = await this.workspace.list('contacts');
    assert.deepEqual([ada.name, ada.phone, others], ['Ada Park', '+1 555 0100', []], this.name);
    assert.deepEqual(await names('organizations'), ['Initech'], this.name);
    assert.deepEqual(await names('projects'), ['Website'], this.name);
    assert.deepEqual(await names('tasks'), ['Write texts'], this.name);
    const changes = (await this.workspace.read('/api/changes?limit=50')).items
      .filter(({ channel }) => channel === 'assistant')
      .map(({ action, record }) => `${action} ${record.name}`);
    const expected = ['Ada Park', 'Initech', 'Website', 'Write texts'].map(
      (name) => `created ${name}`,
    );
    assert.deepEqual(
      changes.sort(),
      [...expected, 'deleted Old Bob', 'updated Ada Park'].sort(),
      this.name,
    );
  }
}

async function crashAndRestart(users) {
  const folder = await server.crash();
  await Promise.all(users.map((user) => user.going));
  peer.release();
  peer.forgiveLost();
  locks.release();
  await startServer(folder);
  for (const user of users) user.workspace.moveTo(server.url);
}

describe('a run whose server is killed', () => {
  before(async () => {
    peer = await new Peer().start();
    peer.setScript({ player: { take: (body, key) => workers.get(key).take(body) } });
    await startServer();
  });

  after(async () => {
    await server?.stop();
    await peer?.stop();
  });

  const atStart = (stage) => (turn, at) => (at === stage ? heldBefore(turn, () => true) : turn);
  const inText = (stage, words) => (turn, at) => (at === stage ? heldAfter(turn, words) : turn);
  const heldIf = (stage, here) => (turn, at) => (at === stage ? heldBefore(turn, here) : turn);

  test('killed while the model is silent, talks, or waits for the user, a run goes on and does all once', async () => {
    const secondCall = ({ type, index, content_block: block }) =>
      type === 'content_block_start' && block.type === 'tool_use' && index === 2;
    const held = {
      'before the first byte': atStart(0),
      'in the first text': inText(0, 'look for'),
      'between two calls': heldIf(0, secondCall),
      'before the end of an answer': heldIf(0, ({ type }) => type === 'message_delta'),
      'before the answer to results': atStart(1),
      'after an approved deletion': atStart(2),
      'after a typed answer': atStart(3),
      'in the last text': inText(4, 'All'),
    };
    const users = await Promise.all([
      ...Object.entries(held).map(([name, hold]) => User.arrive(name, { hold })),
      User.arrive('while an approval is open', { stop: 'awaiting_approval' }),
      User.arrive('while a question is open', { stop: 'awaiting_answer' }),
    ]);
    for (const user of users) user.going = user.go('Set up the Website project.').catch(() => {});
    await until('all streams are held', () => peer.holding === Object.keys(held).length);
    await Promise.all(users.filter(({ stop }) => stop).map(({ going }) => going));
    const talking = users.find(({ name }) => name === 'in the first text');
    const seen = await until('what was said is stored', async () => {
      const [answer] = (await talking.transcript()).filter(({ role }) => role === 'assistant');
      return answer?.text.includes('look for') && answer.text;
    });

    await crashAndRestart(users);
    const [answer] = (await talking.transcript()).filter(({ role }) => role === 'assistant');
    assert.deepEqual([answer.text, answer.status], [seen, 'interrupted']);
    await Promise.all(users.map((user) => user.goesOn()));
    assert.deepEqual(peer.violations, []);
  });

  /** Brings a user to the step, then lets no write into the table come to its end, and kills the server in it. */
  async function crashInWrite(name, table, { stage, approval = false }) {
    const user = await User.arrive(name, approval ? {} : { hold: atStart(stage) });
    if (approval) user.beforeApproval = () => locks.take(table);
    user.going = user.go('Set up the Website project.').catch(() => {});
    if (!approval) {
      await until('the model is asked', () => peer.holding === 1);
      await locks.take(table);
      peer.release();
    }
    await until('a write waits', () => locks.areWaitedFor());
    await crashAndRestart([user]);
    await user.goesOn();
    assert.deepEqual(peer.violations, []);
  }

  const writes = [
    ['the first write of a step', 'contacts', { stage: 0 }],
    ['the second write of a step', 'organizations', { stage: 0 }],
    ['the last write of a step', 'projects', { stage: 0 }],
    ['a write beside one that needs approval', 'contacts', { stage: 1 }],
    ['an approved deletion', 'contacts', { approval: true }],
    ['the write after a typed answer', 'tasks', { stage: 3 }],
    ['the record of what was done', 'tool_calls', { stage: 0 }],
  ];
  for (const [name, table, where] of writes)
    test(`killed between statement and commit of ${name}, a run goes on and does all once`, () =>
      crashInWrite(name, table, where));
});
