// What is around an answer: its cost, another one for the same message, its title, what is heard of it, and the limit.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';

import { inaccessible } from './lib/axe.mjs';
import { key, playWithClaude, says } from './lib/claude.mjs';
import { answers, finished, Person, tabTo } from './lib/people.mjs';
import { Server } from './lib/server.mjs';
import { claude } from './lib/stage.mjs';
import { appears, until } from './lib/wait.mjs';

// A Parley in which a small model finds titles.
let server;
async function playWithTitles(story) {
  server ??= await Server.start({
    env: { PARLEY_ANTHROPIC_BASE_URL: (await claude()).url },
  });
  await Person.play({ server }, async (person) => {
    const peer = await claude();
    peer.setScript({ keys: [key] });
    await person.api('PUT', '/api/model-keys/anthropic', { key });
    await story(person, peer);
  });
}
after(() => server?.stop());

const usage = { input_tokens: 1_000, output_tokens: 100 };
const again = { name: 'Try again' };

function announced(page, text) {
  return page.getByRole('status').filter({ hasText: text });
}

test('an answer is made anew: both stay, the switch leads to each, and the next message follows the new one', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    peer.setScript({
      turns: [
        says('Northwind is in **Oslo**.', { usage }),
        says('Northwind is in **Bergen**.', { usage }),
        says('You are welcome.', { when: { text: 'thanks' }, usage }),
      ],
    });
    await page.goto('/assistant');
    const answer = await nora.say('Where is Northwind?');
    await appears(answer.getByText('1,100 tokens · $0.0030'));
    await announced(page, 'Parley answered: Northwind is in Oslo.').waitFor({
      state: 'attached',
    });

    await answer.getByRole('button', again).click();
    await appears(page.getByText('Bergen'));
    assert.equal(await answers(page).count(), 1);
    await appears(answer.getByText('2/2'));
    await announced(page, 'Parley answered: Northwind is in Bergen.').waitFor({
      state: 'attached',
    });
    await tabTo(answer.getByRole('button', { name: 'Earlier answer' }), {
      back: true,
    });
    await page.keyboard.press('Enter');
    await appears(page.getByText('Oslo'));
    await appears(answer.getByText('1/2'));
    assert.deepEqual(await inaccessible(page), []);

    await page.reload();
    await appears(page.getByText('Bergen'));
    assert.equal(await answers(page).count(), 1);
    await appears(answers(page).first().getByText('2/2'));
    await nora.say('thanks');
    const last = JSON.parse(peer.requests.at(-1).body);
    assert.deepEqual(
      last.messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
    assert.match(JSON.stringify(last.messages[1]), /Bergen/);
    assert.deepEqual(peer.violations, []);
  });
});

test('what an answer changed is undone before it is made anew, with one button that says so', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/assistant');
    const answer = await nora.say('Add Ada Park, CTO of Initech');
    await answer.getByRole('button', { name: 'Undo its change and try again' }).click();
    await appears(answers(page).first().getByText('2/2'));
    const { items } = await nora.api('GET', '/api/contacts');
    assert.deepEqual(
      items.map(({ name }) => name),
      ['Ada Park'],
    );
    const { items: changes } = await nora.api('GET', '/api/changes');
    assert.deepEqual(
      changes.map(({ action }) => action),
      ['created', 'deleted', 'created'],
    );
  });
});

test('a conversation gets a title, says what it cost, and is saved as a file', async () => {
  await playWithTitles(async (nora, peer) => {
    const { page } = nora;
    peer.setScript({
      turns: [
        says('Where Northwind is', { when: { text: 'The title:' }, usage }),
        says('Northwind is in **Oslo**.', { usage }),
      ],
    });
    await page.goto('/assistant');
    await nora.say('Could you please tell me where Northwind is?');
    const row = page.getByRole('link', { name: 'Where Northwind is' });
    await appears(row);
    await page.getByRole('button', { name: 'Actions for Where Northwind is' }).click();
    await appears(page.getByText('2,200 tokens · $0.0032'));
    const exportAs = async (format) => {
      const saved = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: `Export as ${format}` }).click();
      const file = await saved;
      return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
    };
    const [name, text] = await exportAs('Markdown');
    assert.equal(name, 'Where-Northwind-is.md');
    assert.match(text, /^# Where Northwind is\n/);
    assert.match(text, /> Could you please tell me where Northwind is\?/);
    assert.match(text, /Northwind is in \*\*Oslo\*\*\./);

    await page.getByRole('button', { name: 'Actions for Where Northwind is' }).click();
    const [jsonName, json] = await exportAs('JSON');
    assert.equal(jsonName, 'Where-Northwind-is.json');
    const { conversation, messages } = JSON.parse(json);
    assert.equal(conversation.title, 'Where Northwind is');
    assert.deepEqual(
      messages.map(({ role, text: said }) => `${role}: ${said}`),
      [
        'user: Could you please tell me where Northwind is?',
        'assistant: Northwind is in **Oslo**.',
      ],
    );
    assert.deepEqual(peer.violations, []);
  });
});

test('who runs the workspace sets a limit; when it is spent the answer says what to do', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    peer.setScript({
      turns: [says('Hello, Nora.', { usage }), says('Still here.', { usage })],
    });
    await page.goto('/assistant');
    await nora.say('Hello');
    await page.goto('/settings?tab=usage');
    await appears(page.getByText('claude-sonnet-5-5').first());
    await page.getByLabel('Dollars a month').fill('much');
    await page.getByRole('button', { name: 'Save limit' }).click();
    await appears(page.getByText('Type dollars, like 50 or 12.50.'));
    await page.getByLabel('Dollars a month').fill('0');
    await page.getByRole('button', { name: 'Save limit' }).click();
    await appears(page.getByText('The limit is reached:', { exact: false }));
    assert.deepEqual(await inaccessible(page), []);

    await page.goto('/assistant');
    const stopped = await nora.say('Are you there?');
    await appears(
      stopped.getByText('This workspace lets language models cost $0 a month', {
        exact: false,
      }),
    );
    await stopped.getByRole('link', { name: 'See usage' }).click();
    await page.getByLabel('Dollars a month').fill('');
    await page.getByRole('button', { name: 'Save limit' }).click();
    await appears(page.getByText('There is no limit.', { exact: false }));
    await page.goBack();
    await answers(page).last().getByRole('button', again).click();
    await until('it answers again', async () =>
      (await answers(page).last().innerText()).includes('Still here.'),
    );
    await finished(answers(page).last());
  });
});
