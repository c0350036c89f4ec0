// The server is killed where a run takes a turn that is not its model's next step: a "yes" that carries out an offer, the
// summary of a long conversation, the hand-over to the fallback, an answer made anew, and a run of the interpreter.
// Afterwards the same conversation goes on, and whatever the user wanted has happened once.
import assert from 'node:assert/strict';
import { after, afterEach, before as beforeAll, describe, test } from 'node:test';

import { Workspace } from './eval/client.mjs';
import { CrashStage } from './lib/crash-stage.mjs';
import { providers } from './lib/providers.mjs';
import { Saver } from './lib/saver.mjs';
import { until } from './lib/wait.mjs';

const stage = new CrashStage({ PARLEY_CONTEXT_MAX_TOKENS: '5000' });
const [claude, openai] = providers;
const everyone = ['Ada', 'Bea'];
const atStart = (wanted) => (at) => (at === wanted ? () => true : undefined);
const inText = (wanted, words) => (at) =>
  at === wanted ? ({ said }) => said.includes(words) : undefined;

/** Somebody who wants contacts saved. */
class User {
  static async arrive(name, { provider, ...saver } = {}) {
    const user = new User();
    user.name = `${provider?.name ?? 'builtin'} ${name}`;
    user.model = provider?.model ?? 'builtin';
    user.workspace = await Workspace.register(stage.server.url, user.name);
    if (!provider) return user;
    user.saver = new Saver(saver);
    user.key = stage.keyFor(user.saver);
    await provider.useIn(user.workspace, user.key);
    return user;
  }

  static arriveAtAll(name, saver) {
    return Promise.all(providers.map((provider) => User.arrive(name, { provider, ...saver })));
  }

  async say(words, more) {
    const answer = await this.workspace.say(words, this.conversation, this.model, more);
    this.conversation = answer.conversation_id;
    return answer;
  }

  /** Begins what the crash will end; what goes wrong before is told where somebody waits in vain. */
  begin(words, more) {
    this.going = this.say(words, more).catch((failure) => {
      this.failure = failure;
    });
  }

  async find() {
    this.conversation ??= (await this.workspace.read('/api/conversations')).items[0].id;
  }

  /** Told to go on, with nothing in the way, until all is done. */
  async goOn(words = 'Go on.') {
    if (this.saver) Object.assign(this.saver, { hold: undefined, lazy: false });
    await this.find();
    let answer = await this.say(words);
    for (let round = 0; round < 6 && !answer.reply.includes('All done.'); round += 1)
      answer = await this.say(answer.status === 'awaiting_answer' ? 'yes' : 'Go on.');
    assert.match(answer.reply, /All done\./, `${this.name}: ${answer.reply}`);
  }

  async hasSavedOnce(names) {
    const contacts = await this.workspace.list('contacts');
    assert.deepEqual(
      contacts.map(({ name }) => name),
      names,
      this.name,
    );
    const changes = (await this.workspace.read('/api/changes?limit=50')).items
      .filter(({ record }) => record.type === 'contact')
      .map(({ action, record }) => `${action} ${record.name}`);
    assert.deepEqual(changes.sort(), names.map((name) => `created ${name}`).sort(), this.name);
  }
}

/** Lets no write into the table come to its end, begins, and kills the server when all wait. */
async function crashInWrite(users, table, begin) {
  await stage.locks.take(table);
  begin();
  await until('all writes wait', () => stage.locks.areWaitedFor(users.length));
  await stage.crash(users);
}

async function crashWhenHeld(users) {
  await stage.untilHeld(users);
  await stage.crash(users);
}

describe('a server that is killed', () => {
  beforeAll(() => stage.begin());
  afterEach(() => stage.release());
  after(() => stage.end());

  const tables = [
    ['the effect', 'contacts'],
    ['the record of the call', 'tool_calls'],
    ['the history', 'conversation_messages'],
    ['the log', 'run_events'],
  ];

  async function offered(name, saver) {
    const users = await User.arriveAtAll(name, { offers: true, ...saver });
    const asked = await Promise.all(users.map((user) => user.say('I met Ada')));
    for (const { status, reply } of asked) assert.equal(status, 'awaiting_answer', reply);
    return users;
  }

  for (const [what, table] of tables)
    for (const words of ['yes', 'Go on.'])
      test(`between statement and commit of ${what}, a “yes” has carried out its offer once after “${words}”`, async () => {
        const users = await offered(`${table} ${words}`);
        await crashInWrite(users, table, () => users.forEach((user) => user.begin('yes')));
        await Promise.all(users.map((user) => user.goOn(words)));
        await Promise.all(users.map((user) => user.hasSavedOnce(['Ada'])));
        stage.nothingWasWrong();
      });

  test('before the answer to a “yes”, what was offered is done once', async () => {
    const users = await offered('answer', { hold: atStart('end') });
    for (const user of users) user.begin('yes');
    await crashWhenHeld(users);
    await Promise.all(users.map((user) => user.goOn()));
    await Promise.all(users.map((user) => user.hasSavedOnce(['Ada'])));
    stage.nothingWasWrong();
  });

  const long = `Please save Bea as well. ${'It is a long story. '.repeat(1_400)}`;
  const aroundSummaries = {
    'before the summary': atStart('summary'),
    'in the summary': inText('summary', 'so far'),
    'after the summary': atStart('Bea'),
    'after the write behind the summary': atStart('end'),
  };
  for (const [where, hold] of Object.entries(aroundSummaries))
    test(`${where} of a long conversation, a run goes on and does all once`, async () => {
      const users = await User.arriveAtAll(where);
      await Promise.all(users.map((user) => user.say('Save Ada')));
      for (const user of users) {
        user.saver.hold = hold;
        user.begin(long);
      }
      await crashWhenHeld(users);
      await Promise.all(users.map((user) => user.goOn()));
      await Promise.all(users.map((user) => user.hasSavedOnce(everyone)));
      for (const user of users) {
        const notices = (
          await user.workspace.read(`/api/conversations/${user.conversation}/messages`)
        ).items
          .flatMap(({ parts = [] }) => parts)
          .filter(({ code }) => code === 'compacted');
        assert.ok(notices.length > 0, `${user.name} was never summed up`);
      }
      stage.nothingWasWrong();
    });

  test('between statement and commit of a summary, a run goes on and does all once', async () => {
    const users = await User.arriveAtAll('commit of the summary');
    await Promise.all(users.map((user) => user.say('Save Ada')));
    for (const user of users) {
      user.saver.hold = inText('summary', 'so far');
      user.begin(long);
    }
    await stage.untilHeld(users);
    await crashInWrite(users, 'conversation_messages', () => stage.release());
    await Promise.all(users.map((user) => user.goOn()));
    await Promise.all(users.map((user) => user.hasSavedOnce(everyone)));
    stage.nothingWasWrong();
  });

  /** Claude saves the first and is overloaded then. */
  async function handedOver(name, hold) {
    const user = await User.arrive(name, { provider: claude, hold });
    await openai.useIn(user.workspace, user.key);
    await user.workspace.setFallback(openai.model);
    user.saver.overloaded = true;
    user.begin('Save Ada and Bea');
    return user;
  }

  for (const back of [true, false]) {
    const then = back ? 'Claude goes on' : 'the fallback takes it again';
    test(`when the fallback took over, ${then} and all is done once`, async () => {
      const users = await Promise.all([
        handedOver('before its first byte', atStart('Bea')),
        handedOver('in its words', inText('Bea', 'Now')),
        handedOver('before its answer to a result', atStart('end')),
      ]);
      await crashWhenHeld(users);
      for (const { saver } of users) saver.overloaded = !back;
      await Promise.all(users.map((user) => user.goOn()));
      await Promise.all(users.map((user) => user.hasSavedOnce(everyone)));
      stage.nothingWasWrong();
    });
  }

  test('between statement and commit of what the fallback writes, a run goes on and does all once', async () => {
    const user = await handedOver('its write', atStart('Bea'));
    await stage.untilHeld([user]);
    await crashInWrite([user], 'contacts', () => stage.release());
    await user.goOn();
    await user.hasSavedOnce(everyone);
    stage.nothingWasWrong();
  });

  /** A conversation whose last answer did nothing, and is to be made anew. */
  async function answered(name, hold) {
    const user = await User.arrive(name, { provider: claude });
    await user.say('Save Ada');
    user.saver.lazy = true;
    const { run_id } = await user.say('And Bea');
    Object.assign(user.saver, { lazy: false, hold });
    user.again = { replaces: run_id };
    return user;
  }

  test('while an answer is made anew, it goes on and does all once', async () => {
    const users = await Promise.all([
      answered('before its first byte', atStart('Bea')),
      answered('in its words', inText('Bea', 'Now')),
      answered('before its end', atStart('end')),
    ]);
    for (const user of users) user.begin('And Bea', user.again);
    await crashWhenHeld(users);
    await Promise.all(users.map((user) => user.goOn()));
    await Promise.all(users.map((user) => user.hasSavedOnce(everyone)));
    stage.nothingWasWrong();
  });

  for (const [what, table] of tables)
    test(`between statement and commit of ${what} of an answer made anew, it goes on and does all once`, async () => {
      const user = await answered(table);
      await crashInWrite([user], table, () => user.begin('And Bea', user.again));
      await user.goOn();
      await user.hasSavedOnce(everyone);
      stage.nothingWasWrong();
    });

  for (const [what, table] of [...tables, ['the run', 'runs']])
    test(`between statement and commit of ${what}, the interpreter's transcript tells what was done, and the rest is done once`, async () => {
      const user = await User.arrive(table);
      await user.say('hello');
      await crashInWrite([user], table, () => user.begin('Add Ada Park, ada@park.example'));
      const path = `/api/conversations/${user.conversation}/messages`;
      const told = (await user.workspace.read(path)).items
        .flatMap(({ parts = [] }) => parts)
        .filter(({ tool, status }) => tool === 'create_contact' && status === 'done');
      const contacts = await user.workspace.list('contacts');
      assert.equal(contacts.length, told.length, 'the transcript tells something else');
      if (contacts.length === 0) await user.say('Add Ada Park, ada@park.example');
      await user.hasSavedOnce(['Ada Park']);
      assert.match((await user.say('Who is Ada Park?')).reply, /ada@park\.example/);
    });
});
