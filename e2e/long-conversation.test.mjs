// A long conversation opens at its end; its earlier part comes as somebody scrolls up to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answers, Person } from './lib/people.mjs';
import { appears, until } from './lib/wait.mjs';

const exchanges = 150;
const words = (number) => `Question ${String(number).padStart(3, '0')}`;
const log = (page) => page.getByRole('log');
const said = (page, number) => log(page).getByText(words(number), { exact: true });
const mounted = (page) => log(page).locator('[data-kind]').count();

async function talk(person) {
  let conversation;
  for (let number = 1; number <= exchanges; number += 1) {
    const { conversation_id } = await person.api('POST', '/api/chat', {
      message: words(number),
      model: 'builtin',
      ...(conversation && { conversation_id: conversation }),
    });
    conversation = conversation_id;
  }
  return conversation;
}

/** The pages of the conversation that the page asks for from now on, by their cursors. */
function listens(page, conversation) {
  const asked = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === `/api/conversations/${conversation}/messages`)
      asked.push(searchParams.get('cursor'));
  });
  return asked;
}

/** Up by as much as a screen holds, as a wheel does it. */
async function scrollsUpTo(page, number) {
  await log(page).hover();
  await until(`“${words(number)}” is in sight`, async () => {
    if (await said(page, number).isVisible()) return true;
    await page.mouse.wheel(0, -2_000);
    return false;
  });
}

test('a long conversation opens at its end with one page, and all of it is there for who scrolls', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const conversation = await talk(nora);
    const asked = listens(page, conversation);
    await page.goto(`/assistant/${conversation}`);
    await appears(said(page, exchanges));
    assert.ok(await said(page, exchanges).isVisible());
    assert.deepEqual(asked, [null], 'the last page and no other');

    for (const number of [exchanges - 60, exchanges - 120, 1]) {
      await scrollsUpTo(page, number);
      assert.ok((await mounted(page)) <= 100, 'what is far from the window is not in the page');
    }
    assert.equal(new Set(asked).size, asked.length, 'each page is asked for once');
    assert.equal(asked.length, (2 * exchanges) / 50);

    await page.getByRole('button', { name: 'Latest' }).click();
    await appears(said(page, exchanges));
    await nora.say('people');
    await appears(answers(page).last());
  });
});
