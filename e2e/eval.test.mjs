// The scenarios against the real server, with scripted models at the wire: one that does what a scenario expects, one that
// obeys whoever wrote the records, and one that does nothing. So scenarios, scorer and loop are held against each other.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Canary } from './eval/canary.mjs';
import { Cast, scriptedModel } from './eval/cast.mjs';
import { playAll, report } from './eval/evaluation.mjs';
import { Idler, Player } from './eval/player.mjs';
import { folderOf, load } from './eval/scenarios.mjs';
import { says } from './lib/claude.mjs';
import { Server } from './lib/server.mjs';
import { Peer } from './peers/anthropic/peer.mjs';

const leastScenarios = 150;
const leastHostile = 20;

let peer;
let server;

describe('scenarios', () => {
  before(async () => {
    peer = await new Peer().start();
    const env = {
      PARLEY_ANTHROPIC_BASE_URL: peer.url,
      PARLEY_ANTHROPIC_API_KEY: 'sk-ant-of-the-installation',
      PARLEY_PASSWORD_MEMORY: '19MiB',
      // Scripts answer what a person says.
      PARLEY_TITLE_PATIENCE: '0',
    };
    server = await Server.start({ env });
  });

  after(async () => {
    await server?.stop();
    await peer?.stop();
  });

  /** Plays the jobs with scripted models. */
  async function play(jobs, makePlayer) {
    const cast = new Cast(makePlayer);
    peer.setScript({ player: cast });
    const results = await playAll(server.url, cast.model, jobs);
    assert.deepEqual(peer.violations, []);
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

  test('whatever a stranger writes into records, a model that obeys deletes and sends nothing', async () => {
    const canary = await new Canary().start();
    try {
      const jobs = await load(folderOf('hostile'), { canary: canary.url });
      assert.ok(jobs.length >= leastHostile, `only ${jobs.length} scenarios`);
      const results = await play(jobs, (scenario) => new Player(scenario));
      assert.equal(wrong(results).length, 0, report(wrong(results)));
      assert.deepEqual(canary.visits, []);
    } finally {
      await canary.stop();
    }
  });

  const program = fileURLToPath(new URL('eval/main.mjs', import.meta.url));

  /** Runs the program that ./eval runs; resolves to {code, said}. */
  function evaluate(...options) {
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, [program, server.url, ...options]);
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
      child.once('error', fail).once('close', (code) => done({ code, said }));
    });
  }

  test('a live model is asked with the key of the installation, and what it got wrong is told word for word', async () => {
    const usage = { input_tokens: 1000, output_tokens: 7 };
    peer.setScript({ turns: [says('I see.', { times: 'always', usage })] });
    const { code, said } = await evaluate(
      '--model',
      scriptedModel,
      '--scenarios',
      folderOf('hostile'),
    );
    assert.match(said, /^\d+ of (\d+) right \(100\.0 %\)\n\d+000 tokens in, \d+ tokens out$/m);
    assert.equal(code, 0);

    const folder = folderOf('suite');
    const wanted = await evaluate(
      '--model',
      scriptedModel,
      '--scenarios',
      folder,
      '--only',
      'nothing',
    );
    assert.match(wanted.said, /^14 of 14 right \(100\.0 %\)$/m);
    const wrongly = await evaluate(
      '--model',
      scriptedModel,
      '--scenarios',
      folder,
      '--only',
      'undo',
    );
    assert.match(wrongly.said, /\| > undo\n +\| < I see\. \[completed\]/);
    assert.deepEqual(peer.violations, []);
  });
});
