// Runs and conversations that come to a limit of the server, as their user sees it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { playWithClaude, says } from './lib/claude.mjs';
import { answers } from './lib/people.mjs';
import { Server } from './lib/server.mjs';
import { claude } from './lib/stage.mjs';
import { appears, vanishes } from './lib/wait.mjs';

const saves = (name) => ({
  blocks: [{ type: 'tool_use', id: `toolu_${name}`, name: 'create_contact', input: { name } }],
});

describe('at a limit', () => {
  let server;

  before(async () => {
    server = await Server.start({
      env: {
        PARLEY_ANTHROPIC_BASE_URL: (await claude()).url,
        PARLEY_TITLE_PATIENCE: '0',
        PARLEY_RUN_MAX_STEPS: '2',
        PARLEY_CONTEXT_MAX_TOKENS: '12000',
      },
    });
  });
  after(() => server?.stop());

  test('a run of many steps stops, and goes on with a press of Continue', async () => {
    await playWithClaude({ server }, async (nora, peer) => {
      const { page } = nora;
      const names = async () =>
        (await nora.api('GET', '/api/contacts?sort=name')).items.map(({ name }) => name);
      peer.setScript({
        turns: [saves('Ada'), saves('Bea'), saves('Cleo'), says('All three are saved.')],
      });
      await page.goto('/assistant');
      const stopped = await nora.say('Save Ada, Bea and Cleo');
      await appears(stopped.getByText('That took many steps, so I stopped here.'));
      assert.deepEqual(await names(), ['Ada', 'Bea']);

      await page.reload();
      const goOn = answers(page).getByRole('button', { name: 'Continue' });
      await goOn.click();
      await appears(answers(page).last().getByText('All three are saved.'));
      await vanishes(goOn);
      assert.deepEqual(await names(), ['Ada', 'Bea', 'Cleo']);
      assert.deepEqual(peer.violations, []);
    });
  });

  test('a conversation that grows too long is summed up for Claude, which the user sees and can read on in', async () => {
    await playWithClaude({ server }, async (nora, peer) => {
      const { page } = nora;
      const saving = saves('Ada').blocks;
      const thinking = { type: 'thinking', thinking: 'A new one.', signature: 'c2lnbmF0dXJl' };
      peer.setScript({
        turns: [
          says(`A long story. ${'And so on. '.repeat(1_500)}`),
          { blocks: [thinking, ...saving] },
          says('Ada is saved.', { usage: { input_tokens: 12_500 } }),
          says('They told stories.', { when: { text: 'Sum it up' } }),
          says('It was Ada.'),
          says('You are welcome.'),
        ],
      });
      await page.goto('/assistant');
      await nora.say('Tell me much');
      await nora.say('Save Ada');
      const answer = await nora.say('Whom did I save?');
      await appears(answer.getByText('It was Ada.'));
      const notice = 'so the model got a summary of its earlier part';
      await appears(answer.getByText(notice));
      await page.reload();
      await appears(answers(page).last().getByText(notice));
      await appears(answers(page).first().getByText('A long story.'));
      await appears((await nora.say('Thanks')).getByText('You are welcome.'));

      // The peer refuses what does not go on from what it knows; this is where that began anew.
      const asked = peer.requests.filter(({ path }) => path.split('?')[0] === '/v1/messages');
      const sent = asked.map(({ body }) => JSON.parse(body).messages);
      assert.equal(sent.length, 6);
      const [, , before, , after] = sent;
      assert.match(JSON.stringify(before), /A long story.*"signature":"c2lnbmF0dXJl"/);
      assert.match(JSON.stringify(after[0]), /They told stories\./);
      const kept = after.flatMap(({ content }) => content.map(({ type }) => type));
      assert.ok(kept.includes('tool_use') && kept.includes('tool_result'), kept.join());
      assert.ok(!kept.includes('thinking'), 'a thought goes with the turns that led to it alone');
      assert.doesNotMatch(JSON.stringify(after), /A long story/);
      assert.deepEqual(peer.violations, []);
    });
  });
});
