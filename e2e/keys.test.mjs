// The command `rotate-keys` beside the real program: nobody is signed out, nothing is unsealed, killed or not.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { LLMock } from '@copilotkit/aimock';

import { Person } from './lib/people.mjs';
import { Server } from './lib/server.mjs';

describe('keys are rotated while people work', () => {
  let mock;
  let server;

  before(async () => {
    mock = new LLMock({ port: 0 });
    mock.onMessage('hello', { content: 'Hello there.' });
    await mock.start();
    server = await Server.start({
      env: { PARLEY_OPENAI_BASE_URL: mock.url, PARLEY_ALLOW_PRIVATE_NETWORK: '1' },
    });
  });
  after(async () => {
    await server?.stop();
    await mock?.stop();
  });

  const command = () => [server.binary, ['rotate-keys', '--data-dir', server.dataFolder]];
  const rotate = () => promisify(execFile)(...command());
  const keyFile = () => readFile(join(server.dataFolder, 'parley.key'), 'utf8');

  async function asks(person) {
    const answer = await person.api('POST', '/api/chat', { message: 'hello' });
    assert.equal(answer.reply, 'Hello there.');
  }

  test('the key is a new one, and everybody goes on', async () => {
    await Person.play({ server }, async (nora) => {
      await nora.api('PUT', '/api/model-keys/openai', { key: 'sk-of-the-workspace' });
      await nora.api('PUT', '/api/me/model-keys/openai', { key: 'sk-of-nora' });
      await asks(nora);
      const before = await keyFile();

      let rotating = true;
      const working = (async () => {
        for (let asked = 0; rotating || asked < 3; asked += 1) await asks(nora);
      })();
      const { stdout } = await rotate();
      rotating = false;
      await working;
      assert.match(stdout, /data key: 1, fields sealed anew: 2/);
      const after = await keyFile();
      assert.notEqual(after, before);
      assert.equal(after.trim().split('\n').length, 1);
      await asks(nora);
      assert.equal((await nora.api('GET', '/api/me/model-keys')).items[0].masked, '…nora');
    });
  });

  test('a rotation that is killed is taken up by the next', async () => {
    await Person.play({ server }, async (nora) => {
      await nora.api('PUT', '/api/model-keys/openai', { key: 'sk-of-the-workspace' });
      for (const patience of [5, 20, 40, 80]) {
        const process = spawn(...command(), { stdio: 'ignore' });
        const ended = new Promise((done) => process.once('exit', done));
        setTimeout(() => process.kill('SIGKILL'), patience);
        await Promise.all([ended, asks(nora)]);
        await asks(nora);
      }
      await rotate();
      assert.equal((await keyFile()).trim().split('\n').length, 1);
      await asks(nora);
    });
  });
});
