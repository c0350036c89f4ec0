// A long conversation opens at its end; its earlier part comes as somebody scrolls up to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { composer, Person } from './lib/people.mjs';
import { appears, until } from './lib/wait.mjs';

const words = (number) => `What can you do? ${String(number).padStart(3, '0')}`;
const log = (page) => page.getByRole('log');
const said = (page, number) =>
  log(page)
    .getByRole('article', { name: 'You' })
    .filter({ hasText: words(number) });
const mounted = (page) => log(page).locator('[data-kind]').count();

async function talk(person, exchanges) {
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

/** Of every page opened from now on: what can be seen of the list in the first frame that shows any of it. */
const keepsFirstFrame = (page) =>
  page.addInitScript(() => {
    const look = () => {
      const list = document.querySelector('[role="log"]');
      if (!list?.querySelector('[data-index]')) return requestAnimationFrame(look);
      const { top, bottom } = list.parentElement.getBoundingClientRect();
      globalThis.firstFrame = [...list.querySelectorAll('[data-index]')]
        .filter((entry) => {
          const box = entry.getBoundingClientRect();
          return box.bottom > top && box.top < bottom;
        })
        .map((entry) => Number(entry.dataset.index));
    };
    requestAnimationFrame(look);
  });

/** Up by less than a screen holds at a time, as a wheel does it. */
async function scrollsUpTo(page, number) {
  await log(page).hover();
  const scrolls = async () => {
    if (await said(page, number).isVisible()) return true;
    await page.mouse.wheel(0, -600);
    return false;
  };
  await until(`“${words(number)}” is in sight`, scrolls, 60_000);
}

test('a long conversation opens at its end with one page, and all of it is there for who scrolls', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const exchanges = 150;
    const conversation = await talk(nora, exchanges);
    const asked = listens(page, conversation);
    await keepsFirstFrame(page);
    await page.goto(`/assistant/${conversation}`);
    await appears(said(page, exchanges));
    assert.ok(await said(page, exchanges).isVisible());
    const seenFirst = await page.evaluate(() => globalThis.firstFrame);
    assert.equal(seenFirst.at(-1), 49, 'the first frame shows the last entry of the page');
    // When the live line comes up after it, the last page is asked for again.
    assert.ok(
      asked.every((cursor) => cursor === null),
      'the last page and no other',
    );

    for (const number of [exchanges - 60, exchanges - 120, 1]) {
      await scrollsUpTo(page, number);
      assert.ok((await mounted(page)) <= 100, 'what is far from the window is not in the page');
    }
    const earlier = asked.filter((cursor) => cursor !== null);
    assert.equal(new Set(earlier).size, earlier.length, 'each page is asked for once');
    assert.equal(earlier.length, (2 * exchanges) / 50 - 1);

    await page.getByRole('button', { name: 'Latest' }).click();
    await appears(said(page, exchanges));
    await composer(page).fill(words(exchanges + 1));
    await composer(page).press('Enter');
    await appears(said(page, exchanges + 1));
    const [question, answer] = [-2, -1].map((place) => log(page).locator('[data-kind]').nth(place));
    await appears(question.getByText(words(exchanges + 1)));
    await appears(answer.getByText('command interpreter').first());
  });
});

/** When nothing in the list has moved for a while. */
const rests = (page) =>
  log(page).evaluate(
    (content) =>
      new Promise((done) => {
        const scroller = content.parentElement;
        let still = 0;
        let last = -1;
        const look = () => {
          still = scroller.scrollTop === last ? still + 1 : 0;
          last = scroller.scrollTop;
          if (still > 30) done();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );

test('what is read stays where it is when earlier messages come in above it, however late', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const conversation = await talk(nora, 60);
    await page.goto(`/assistant/${conversation}`);
    await appears(said(page, 60));
    const held = Promise.withResolvers();
    await page.route('**/messages?*cursor=*', async (route) => {
      await held.promise;
      await route.continue();
    });
    const asked = listens(page, conversation);
    await scrollsUpTo(page, 36);
    await until('earlier messages are asked for', async () => {
      if (asked.some((cursor) => cursor !== null)) return true;
      await page.mouse.wheel(0, -200);
      return false;
    });
    await rests(page);
    const read = await said(page, 36).elementHandle();
    const { y } = await read.boundingBox();
    held.resolve();
    await until('earlier messages are there', async () => (await said(page, 30).count()) > 0);
    await rests(page);
    assert.ok(await read.evaluate((element) => element.isConnected), 'it was not made anew');
    assert.ok(Math.abs((await read.boundingBox()).y - y) < 60, 'it has not moved');
  });
});
