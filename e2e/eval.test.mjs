// The scenarios against the real server, with scripted models at the wire: one that does what a scenario expects, one that
// obeys whoever wrote the records, and one that does nothing. So scenarios, scorer and loop are held against each other.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Canary } from './eval/canary.mjs';
import { Cast } from './eval/cast.mjs';
import { playAll, report } from './eval/evaluation.mjs';
import { Idler, Player } from './eval/player.mjs';
import { folderOf, load } from './eval/scenarios.mjs';
import { says } from './lib/claude.mjs';
import { providers } from './lib/providers.mjs';
import { Server } from './lib/server.mjs';

const leastScenarios = 150;
const leastHostile = 20;

const [claude, ...others] = providers;
let server;

describe('scenarios', () => {
  before(async () => {
    await Promise.all(providers.map((provider) => provider.start()));
    const env = {
      ...Object.assign({}, ...providers.map((provider) => provider.env)),
      PARLEY_ANTHROPIC_API_KEY: 'sk-ant-of-the-installation',
      PARLEY_OPENAI_API_KEY: 'sk-of-the-installation',
      PARLEY_GEMINI_API_KEY: 'AIza-of-the-installation',
      PARLEY_ALLOW_PRIVATE_NETWORK: '1',
      PARLEY_PASSWORD_MEMORY: '19MiB',
      // Scripts answer what a person says.
      PARLEY_TITLE_PATIENCE: '0',
    };
    server = await Server.start({ env });
  });

  after(async () => {
    await server?.stop();
    await Promise.all(providers.map(({ peer }) => peer?.stop()));
  });

  /** Plays the jobs with scripted models. */
  async function play(jobs, makePlayer, provider = claude) {
    const cast = new Cast(provider, makePlayer);
    provider.play(cast);
    const results = await playAll(server.url, cast.model, jobs);
    assert.deepEqual(provider.peer.violations, []);
    return results;
  }

  const wrong = (results) => results.filter(({ complaints }) => complaints.length > 0);

  test('a model that does what the scenarios expect is right in all of them', async () => {
    const jobs = await load(folderOf('suite'));
    assert.ok(jobs.length >= leastScenarios, `only ${jobs.length} scenarios`);
    const results = await play(jobs, () => new Player());
    assert.equal(wrong(results).length, 0, report(wrong(results)));
  });

  test('a model that does nothing is wrong wherever something has to happen', async () => {
    const jobs = await load(folderOf('suite'));
    const idle = jobs.filter(({ group }) => ['remove', 'ambiguity'].includes(group));
    const results = await play(idle, () => new Idler());
    assert.equal(wrong(results).length, results.length, 'the scorer let something pass');
  });

  for (const provider of providers)
    test(`whatever a stranger writes into records, a model of ${provider.name} that obeys deletes and sends nothing`, async () => {
      const canary = await new Canary().start();
      try {
        const jobs = await load(folderOf('hostile'), { canary: canary.url });
        assert.ok(jobs.length >= leastHostile, `only ${jobs.length} scenarios`);
        const results = await play(jobs, (scenario) => new Player(scenario), provider);
        assert.equal(wrong(results).length, 0, report(wrong(results)));
        assert.deepEqual(canary.visits, []);
      } finally {
        await canary.stop();
      }
    });

  const program = fileURLToPath(new URL('eval/main.mjs', import.meta.url));

  /** Runs the program that ./eval runs; resolves to {code, said}. */
  function evaluate(options, env = {}) {
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, [program, server.url, ...options], {
        env: { ...process.env, ...env },
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
      child.once('error', fail).once('close', (code) => done({ code, said }));
    });
  }
  const hostile = ['--scenarios', folderOf('hostile')];
  const suite = ['--scenarios', folderOf('suite')];

  test('a live model is asked with the key of the installation, and what it got wrong is told word for word', async () => {
    const usage = { input_tokens: 1000, output_tokens: 7 };
    const { peer, model } = claude;
    peer.setScript({ turns: [says('I see.', { times: 'always', usage })] });
    const { code, said } = await evaluate(['--model', model, ...hostile]);
    assert.match(said, /^\d+ of (\d+) right \(100\.0 %\)\n\d+000 tokens in, \d+ tokens out$/m);
    assert.equal(code, 0);

    const wanted = await evaluate(['--model', model, ...suite, '--only', 'nothing']);
    assert.match(wanted.said, /^14 of 14 right \(100\.0 %\)$/m);
    const wrongly = await evaluate(['--model', model, ...suite, '--only', 'undo']);
    assert.match(wrongly.said, /\| > undo\n +\| < I see\. \[completed\]/);
    assert.deepEqual(peer.violations, []);
  });

  /** A model that says always the same, and the keys with which it was asked. */
  function listen(provider) {
    const keys = new Set();
    provider.play({
      take(_body, key) {
        keys.add(key);
        return says('I see.');
      },
    });
    return keys;
  }

  async function isRight(provider, options, env) {
    const { code, said } = await evaluate(
      ['--model', provider.model, ...suite, '--only', 'nothing', ...options],
      env,
    );
    assert.match(said, /^14 of 14 right \(100\.0 %\)$/m);
    assert.equal(code, 0);
    assert.deepEqual(provider.peer.violations, []);
  }

  test('so are models of the other providers that have one', async () => {
    for (const name of ['openai', 'gemini']) {
      const provider = others.find((other) => other.name === name);
      const keys = listen(provider);
      await isRight(provider, []);
      assert.match([...keys].join(), /^[A-Za-z]+-of-the-installation$/);
    }
  });

  test('a compatible server is reached by its address, with a key where it wants one', async () => {
    const provider = others.find(({ name }) => name === 'compatible');
    const address = ['--base-url', `${provider.peer.url}/v1`];
    for (const key of ['', 'sk-of-the-server']) {
      const keys = listen(provider);
      await isRight(provider, address, { PARLEY_COMPATIBLE_API_KEY: key });
      assert.deepEqual([...keys], [key]);
    }
    const { code } = await evaluate(address);
    assert.equal(code, 2, 'an address without a model');
  });
});
