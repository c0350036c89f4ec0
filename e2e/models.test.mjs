// Several providers at once in the real program. Their streams come from @copilotkit/aimock, which plays them all.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LLMock } from '@copilotkit/aimock';

import { key, says } from './lib/claude.mjs';
import { answers, pathIs, Person } from './lib/people.mjs';
import { Server } from './lib/server.mjs';
import { claude } from './lib/stage.mjs';
import { appears } from './lib/wait.mjs';

const save = [
  { name: 'create_contact', arguments: JSON.stringify({ name: 'Ada Park' }) },
  { name: 'find_contacts', arguments: '{}' },
];
describe('several providers', () => {
  let mock;
  let server;

  before(async () => {
    mock = new LLMock({ port: 0 });
    const match = { userMessage: 'save Ada' };
    mock.addFixture({
      match: { ...match, hasToolResult: false },
      response: { content: 'One moment.', toolCalls: save },
    });
    mock.addFixture({
      match: { ...match, hasToolResult: true },
      response: { content: 'Saved.' },
    });
    mock.onMessage('thanks', { content: 'You are welcome.' });
    await mock.start();
    server = await Server.start({
      env: {
        PARLEY_ANTHROPIC_BASE_URL: (await claude()).url,
        PARLEY_TITLE_PATIENCE: '0',
        PARLEY_OPENAI_BASE_URL: mock.url,
        PARLEY_GEMINI_BASE_URL: `${mock.url}/v1beta`,
        PARLEY_OPENAI_API_KEY: 'sk-installation',
        PARLEY_GEMINI_API_KEY: 'AIza-installation',
        PARLEY_ALLOW_PRIVATE_NETWORK: '1',
      },
    });
  });
  after(async () => {
    await server?.stop();
    await mock?.stop();
  });

  function chat(person, message, more) {
    return person.api('POST', '/api/chat', { message, ...more });
  }

  test('each provider answers with tools, and a conversation goes from one to the next', async () => {
    await Person.play({ server }, async (nora) => {
      await nora.api('PUT', '/api/model-keys/compatible', {
        base_url: `${mock.url}/v1`,
      });
      const { items } = await nora.api('GET', '/api/models');
      let conversation;
      for (const provider of ['openai', 'gemini', 'compatible']) {
        const { id: model } = items.find((item) => item.provider === provider);
        const answer = await chat(nora, 'save Ada', {
          model,
          conversation_id: conversation,
        });
        assert.equal(answer.status, 'completed', provider);
        assert.match(answer.reply, /One moment\.\s+Saved\./);
        assert.deepEqual(answer.actions.map(({ tool, status }) => `${tool} ${status}`).sort(), [
          'create_contact done',
          'find_contacts done',
        ]);
        conversation = answer.conversation_id;
      }
      const last = await chat(nora, 'thanks', { conversation_id: conversation });
      assert.equal(last.reply, 'You are welcome.');
      assert.equal((await nora.api('GET', '/api/contacts')).items.length, 3);
    });
  });

  test('a provider without Claude’s key is the default, and a model without a key is refused', async () => {
    await Person.play({ server }, async (nora) => {
      const { items } = await nora.api('GET', '/api/models');
      assert.equal(items.find((item) => item.default).provider, 'openai');
      await assert.rejects(
        chat(nora, 'hi', { model: 'claude-sonnet-5-5' }),
        /422.*no key for Anthropic/,
      );
    });
  });

  test('the picker shows the model that will answer: the conversation’s own, whatever was chosen elsewhere since', async () => {
    await Person.play({ server }, async (nora) => {
      const { page } = nora;
      const peer = await claude();
      peer.setScript({ keys: [key], turns: [says('Hello.'), says('Still Claude.')] });
      await nora.api('PUT', '/api/model-keys/anthropic', { key });
      const { items } = await nora.api('GET', '/api/models');
      const { name } = items.find((item) => item.default);
      const other = items.find(({ provider }) => provider === 'openai');
      const picker = (label) =>
        page.getByRole('button', { name: `Model: ${label}. Choose another`, exact: true });

      await page.goto('/assistant');
      await appears(picker(name));
      await nora.say('hi');
      await pathIs(page, /^\/assistant\/./);
      await chat(nora, 'thanks', { model: other.id });
      await page.reload();
      await appears(picker(name));
      await appears((await nora.say('and you?')).getByText('Still Claude.'));

      await page.getByRole('button', { name: 'New conversation' }).first().click();
      await appears(picker(other.name));
      await appears((await nora.say('thanks')).getByText('You are welcome.'));
      await appears(picker(other.name));
      assert.deepEqual(peer.violations, []);
    });
  });

  test('what Claude began, the fallback ends when Claude is overloaded, and is named', async () => {
    await Person.play({ server }, async (nora) => {
      const { page } = nora;
      const peer = await claude();
      peer.setScript({ keys: [key] });
      await nora.api('PUT', '/api/model-keys/anthropic', { key });
      const { items } = await nora.api('GET', '/api/models');
      const { name } = items.find(({ provider }) => provider === 'openai');
      await page.goto('/settings?tab=models');
      await page
        .getByRole('combobox', { name: 'Model that answers when the chosen one cannot' })
        .click();
      await page.getByRole('option', { name, exact: true }).click();
      await appears(page.getByText('The fallback is saved.'));

      const contact = { type: 'tool_use', id: 'toolu_save', name: 'create_contact' };
      peer.setScript({
        keys: [key],
        turns: [
          { blocks: [{ ...contact, input: { name: 'Ada Park' } }] },
          { times: 'always', error: { status: 529, headers: { 'retry-after': '0' } } },
        ],
      });
      await page.goto('/assistant');
      await nora.say('save Ada');
      for (const look of ['as it came', 'as it is stored']) {
        if (look === 'as it is stored') await page.reload();
        const answer = answers(page).last();
        await appears(answer.getByRole('group', { name: 'Create contact' }));
        await appears(answer.getByText(`is overloaded just now, so ${name} answers in its place.`));
        await appears(answer.getByText('Saved.'));
        await appears(answer.getByText(`${name} · `));
        assert.equal(await answer.getByText('Trying again').count(), 0, look);
      }
      assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);
      assert.deepEqual(peer.violations, []);

      peer.setScript({ keys: [key], turns: [says('I am back.')] });
      await appears((await nora.say('thanks')).getByText('I am back.'));
      assert.deepEqual(peer.violations, []);
    });
  });
});
