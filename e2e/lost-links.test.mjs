// What a page shows of an answer, a decision and a queue when the server dies under it, its link breaks, or the page is
// loaded anew.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { heldAfter, key, says } from './lib/claude.mjs';
import { answers, composer, pathIs, Person } from './lib/people.mjs';
import { Server } from './lib/server.mjs';
import { claude } from './lib/stage.mjs';
import { appears, until } from './lib/wait.mjs';

describe('a page whose server dies', () => {
  let peer;
  let server;
  const env = async () => ({
    PARLEY_ANTHROPIC_BASE_URL: (await claude()).url,
    PARLEY_TITLE_PATIENCE: '0',
  });

  before(async () => {
    peer = await claude();
    server = await Server.start({ env: await env() });
  });
  after(() => server?.stop());

  async function crashed(meanwhile) {
    const { port } = server;
    const folder = await server.crash();
    await meanwhile?.();
    server = await Server.start({ env: await env(), port, folder });
    peer.forgiveLost();
  }

  async function play(story) {
    await Person.play({ server }, async (nora) => {
      nora.expects(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
      peer.setScript({ keys: [key] });
      await nora.api('PUT', '/api/model-keys/anthropic', { key });
      await story(nora, nora.page);
    });
  }

  test('keeps what it read of the answer, and says that it was interrupted', async () => {
    await play(async (nora, page) => {
      const cut = says('The first half is here. The second half never comes.');
      peer.setScript({ turns: [heldAfter(cut, 'first half'), says('Whole at last.')] });
      await page.goto('/assistant');
      const answer = await nora.begin('Tell me everything');
      await appears(answer.getByText('The first half'));
      await crashed(() => appears(page.getByText('Reconnecting…')));

      await appears(answer.getByText('This answer was interrupted.'), 30_000);
      await appears(answer.getByText('The first half'));
      await answer.getByRole('button', { name: 'Retry' }).click();
      await appears(answers(page).last().getByText('Whole at last.'));
    });
  });

  test('asks for a decision again that never arrived', async () => {
    await play(async (nora, page) => {
      const { id } = await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
      const remove = {
        type: 'tool_use',
        id: 'toolu_delete',
        name: 'delete_contact',
        input: { id },
      };
      peer.setScript({ turns: [{ blocks: [remove] }, says('She is gone.')] });
      await page.goto('/assistant');
      const card = (await nora.say('Delete Ada')).getByRole('group', { name: 'Delete contact' });
      server.pause();
      await card.getByRole('button', { name: 'Approve' }).click();
      await appears(card.getByRole('button', { name: 'Approving…' }));
      await crashed();

      await card.getByRole('button', { name: 'Approve', exact: true }).click({ timeout: 40_000 });
      await appears(answers(page).last().getByText('She is gone.'));
      const { items } = await nora.api('GET', '/api/contacts');
      assert.deepEqual(items, []);
    });
  });

  test('loaded anew, it still holds the next message until the answer is done', async () => {
    await play(async (nora, page) => {
      peer.setScript({
        turns: [heldAfter(says('One thing after another.'), 'One thing'), says('And the other.')],
      });
      await page.goto('/assistant');
      const answer = await nora.begin('One');
      await appears(answer.getByText('One thing'));
      await composer(page).fill('The other?');
      await composer(page).press('Enter');
      const queue = page.getByRole('list', { name: 'Next up' });
      await appears(queue.getByText('The other?'));
      await page.reload();
      await appears(queue.getByText('The other?'));
      await until('the stream waits', () => peer.holding > 0);
      peer.release();
      await appears(answers(page).last().getByText('And the other.'));
      await page.reload();
      await appears(answers(page).last().getByText('And the other.'));
      assert.equal(await queue.count(), 0);
    });
  });
});

/** Cuts the page's first link when the server tells of a run, which the page then never hears. */
async function cutBehindARun(page) {
  let links = 0;
  await page.routeWebSocket('**/api/ws', (line) => {
    const server = line.connectToServer();
    links += 1;
    if (links > 1) return;
    let cut = false;
    server.onMessage((message) => {
      cut ||= JSON.parse(message).type === 'run.started';
      if (!cut) return line.send(message);
      void line.close();
      void server.close();
    });
  });
  return () => links;
}

test('what began a new conversation is there once when the link broke behind it', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const links = await cutBehindARun(page);
    await page.goto('/assistant');
    await composer(page).fill('Add the contact Ada Park');
    await composer(page).press('Enter');
    await appears(answers(page).getByRole('link', { name: 'Ada Park' }).first(), 40_000);
    assert.ok(links() > 1, 'the link was cut');

    await pathIs(page, /^\/assistant\/./);
    await page.reload();
    await appears(answers(page).getByRole('link', { name: 'Ada Park' }).first());
    assert.equal(await page.getByRole('article', { name: 'You' }).count(), 1);
    assert.equal(await answers(page).count(), 1);
    for (const path of ['/api/conversations', '/api/contacts'])
      assert.equal((await nora.api('GET', path)).items.length, 1, path);
  });
});
