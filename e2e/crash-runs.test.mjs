// The server is killed at every boundary of a run that reads, writes, waits for approval and asks, with every provider.
// Afterwards the same conversation goes on, whatever the user wanted has happened once, and the providers, which
// refuse a history that is not the one they know, find nothing wrong.
import assert from 'node:assert/strict';
import { after, afterEach, before as beforeAll, describe, test } from 'node:test';

import { Workspace } from './eval/client.mjs';
import { CrashStage } from './lib/crash-stage.mjs';
import { providers } from './lib/providers.mjs';
import { until } from './lib/wait.mjs';
import { Worker } from './lib/worker.mjs';

const stage = new CrashStage();

/** Somebody with the work that the worker does for them. `stop`: where they stop by themselves. */
class User {
  static async arrive(provider, name, { stop, hold } = {}) {
    const user = new User();
    user.name = `${provider.name} ${name}`;
    user.model = provider.model;
    user.stop = stop;
    user.workspace = await Workspace.register(stage.server.url, user.name);
    await user.workspace.create('contacts', { name: 'Old Bob' });
    user.worker = new Worker(hold);
    await provider.useIn(user.workspace, stage.keyFor(user.worker));
    return user;
  }

  /** Sets out; what goes wrong before the crash is told where somebody waits in vain. */
  begin() {
    this.going = this.go('Set up the Website project.').catch((failure) => {
      this.failure = failure;
    });
  }

  /** One with each provider. */
  static arriveAtAll(name, options) {
    return Promise.all(providers.map((provider) => User.arrive(provider, name, options)));
  }

  /** Says it, approves and answers what is asked, until all is done or where the user stops. */
  async go(message) {
    let answer = await this.workspace.say(message, this.conversation, this.model);
    for (let round = 0; round < 12 && !answer.reply.includes('All done.'); round += 1) {
      this.conversation = answer.conversation_id;
      if (answer.status === this.stop) return;
      if (answer.status === 'awaiting_approval') {
        await this.beforeApproval?.();
        answer = await this.workspace.decide(answer.approvals[0].id, 'approve');
      } else {
        const words = answer.status === 'awaiting_answer' ? 'Website' : 'Go on.';
        answer = await this.workspace.say(words, this.conversation, this.model);
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

/** Of a turn of that stage: the first event of which `here` is true. */
const before = (wanted, here) => (at) => (at === wanted ? here : undefined);
const atStart = (wanted) => before(wanted, () => true);
const inText = (wanted, words) => before(wanted, ({ said }) => said.includes(words));

describe('a run whose server is killed', () => {
  beforeAll(() => stage.begin());
  afterEach(() => stage.release());
  after(() => stage.end());

  async function crashWhileItTalks(provider) {
    const held = {
      'before the first byte': atStart(0),
      'after the first thought': before(0, ({ kind }) => kind === 'text'),
      'in the first text': inText(0, 'look for'),
      'between two calls': before(0, ({ kind, call }) => kind === 'call' && call === 1),
      'before the end of an answer': before(0, ({ kind }) => kind === 'end'),
      'before the answer to results': atStart(1),
      'after an approved deletion': atStart(2),
      'after a typed answer': atStart(3),
      'in the last text': inText(4, 'All'),
    };
    const users = await Promise.all([
      ...Object.entries(held).map(([name, hold]) => User.arrive(provider, name, { hold })),
      User.arrive(provider, 'while an approval is open', { stop: 'awaiting_approval' }),
      User.arrive(provider, 'while a question is open', { stop: 'awaiting_answer' }),
    ]);
    for (const user of users) user.begin();
    await stage.untilHeld(users.filter(({ stop }) => !stop));
    await Promise.all(users.filter(({ stop }) => stop).map(({ going }) => going));
    const talking = users.find(({ name }) => name.endsWith('in the first text'));
    const seen = await until('what was said is stored', async () => {
      const [answer] = (await talking.transcript()).filter(({ role }) => role === 'assistant');
      return answer?.text.includes('look for') && answer.text;
    });

    await stage.crash(users);
    const [answer] = (await talking.transcript()).filter(({ role }) => role === 'assistant');
    assert.deepEqual([answer.text, answer.status], [seen, 'interrupted']);
    await Promise.all(users.map((user) => user.goesOn()));
    stage.nothingWasWrong();
  }

  for (const provider of providers)
    test(`killed while ${provider.name} is silent, talks, or waits for the user, a run goes on and does all once`, () =>
      crashWhileItTalks(provider));

  /** Lets no write into the table come to its end once the last of them has got what waits for approval. */
  function lockForApprovals(users, table) {
    let missing = users.length;
    const locked = Promise.withResolvers();
    for (const user of users) {
      user.beforeApproval = () => {
        missing -= 1;
        if (missing === 0) stage.locks.take(table).then(locked.resolve, locked.reject);
        return locked.promise;
      };
    }
  }

  /** Brings users to the step, then lets no write into the table come to its end, and kills the server in it. */
  async function crashInWrite(name, table, { at, approval = false }) {
    const users = await User.arriveAtAll(name, approval ? {} : { hold: atStart(at) });
    if (approval) lockForApprovals(users, table);
    for (const user of users) user.begin();
    if (!approval) {
      await stage.untilHeld(users);
      await stage.locks.take(table);
      stage.release();
    }
    await until('all writes wait', () => stage.locks.areWaitedFor(users.length));
    await stage.crash(users);
    await Promise.all(users.map((user) => user.goesOn()));
    stage.nothingWasWrong();
  }

  const writes = [
    ['the first write of a step', 'contacts', { at: 0 }],
    ['the second write of a step', 'organizations', { at: 0 }],
    ['the last write of a step', 'projects', { at: 0 }],
    ['a write beside one that needs approval', 'contacts', { at: 1 }],
    ['an approved deletion', 'contacts', { approval: true }],
    ['the write after a typed answer', 'tasks', { at: 3 }],
    ['the record of what was done', 'tool_calls', { at: 0 }],
  ];
  for (const [name, table, where] of writes)
    test(`killed between statement and commit of ${name}, a run goes on and does all once`, () =>
      crashInWrite(name, table, where));
});
