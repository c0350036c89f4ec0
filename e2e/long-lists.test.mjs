// Lists of many rows: what is in the page and what is asked for stays bounded, however far somebody scrolls.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Person } from './lib/people.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

const many = 700;
// The first page, which counts, and the pages in sight: three where the screen lies over their borders.
const atMost = 4;
const nameOf = (number) => `Person ${String(number).padStart(4, '0')}`;
const rowOf = (page, number) => page.getByRole('row').filter({ hasText: nameOf(number) });
const scroller = (page) => page.locator('[data-scroll-restoration-id]');
const mounted = (page) => page.locator('[role="row"][data-index]').count();
/** How many elements a list has beside its rows, and how many each of these has at most. */
const elements = (page) =>
  scroller(page).evaluate((list) => {
    const rows = [...list.querySelectorAll('[role="row"][data-index]')];
    const inRows = rows.map((row) => row.querySelectorAll('*').length);
    const all = list.querySelectorAll('*').length;
    return {
      beside: inRows.reduce((sum, count) => sum - count - 1, all),
      most: Math.max(...inRows),
    };
  });

async function furnish(person, count) {
  const waiting = Array.from({ length: count }, (_, number) => ({ name: nameOf(number) }));
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      await person.api('POST', '/api/contacts', next);
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

/** The lists that the page asks for from now on. */
function listens(page) {
  const asked = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (request.method() === 'GET' && pathname === '/api/contacts') asked.push(searchParams);
  });
  return asked;
}

async function scrollTo(page, number) {
  await until(`${nameOf(number)} is in sight`, async () => {
    if (await rowOf(page, number).isVisible()) return true;
    await scroller(page).evaluate((element, top) => (element.scrollTop = top), number * 50 - 200);
    return false;
  });
}

const rests = (page, asked) =>
  until('nothing is asked for any more', async () => {
    const before = asked.length;
    await page.evaluate(
      () => new Promise((done) => requestIdleCallback(() => setTimeout(done, 400))),
    );
    return asked.length === before;
  });

test('a list of many rows holds only what is in sight, and asks for each page once', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnish(nora, many);
    const asked = listens(page);
    await page.goto('/contacts');
    await appears(rowOf(page, 0));
    await rests(page, asked);
    const early = await elements(page);
    for (let number = 0; number < many; number += 50) {
      await scrollTo(page, number);
      assert.ok((await mounted(page)) < 40, 'only rows near the screen are in the page');
    }
    await rests(page, asked);
    const late = await elements(page);
    assert.equal(late.beside, early.beside, 'no more than its rows comes and goes');
    assert.ok(late.most < 30, `${late.most} elements in a row, each of which every frame pays for`);
    const cursors = asked.map((query) => query.get('cursor'));
    const later = cursors.filter((cursor) => cursor !== null);
    assert.deepEqual(later, [...new Set(later)], 'each page once');
    assert.equal(later.length, 6);
    // What was there before the page heard of changes is asked for again when it does.
    assert.ok(
      cursors.length - later.length <= 2,
      'the first page once, or again for what was missed',
    );
  });
});

test('a change far down asks for what is in sight, and moves the row where it belongs', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnish(nora, many);
    const asked = listens(page);
    await page.goto('/contacts');
    await appears(rowOf(page, 0));
    for (let number = 80; number < 560; number += 80) await scrollTo(page, number);
    await scrollTo(page, 550);
    await rests(page, asked);
    asked.length = 0;

    // By hand, so that the row stays where it is.
    await page.getByRole('button', { name: `Actions for ${nameOf(550)}` }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Position').fill('Pilot');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await appears(rowOf(page, 550).getByRole('cell', { name: 'Pilot' }));
    await appears(page.getByText(`${nameOf(550)} is updated.`));
    await rests(page, asked);
    assert.ok(asked.length <= atMost, `${asked.length} requests for one change`);

    // By somebody else, far away from here.
    asked.length = 0;
    const { items } = await nora.api('GET', `/api/contacts?name=${nameOf(552)}`);
    const { id, version } = items[0];
    await nora.api(
      'PATCH',
      `/api/contacts/${id}`,
      { name: 'Aaron' },
      { 'If-Match': `"${version}"` },
    );
    await vanishes(rowOf(page, 552));
    await appears(rowOf(page, 551));
    await rests(page, asked);
    assert.ok(asked.length <= atMost, `${asked.length} requests for one event`);
    const place = await scroller(page).evaluate((element) => element.scrollTop);
    assert.ok(place > 20_000, 'the list stays where it was scrolled to');

    await scroller(page).evaluate((element) => (element.scrollTop = 0));
    await appears(page.getByRole('row').filter({ hasText: 'Aaron' }));
    await appears(page.getByRole('status').filter({ hasText: String(many) }));
  });
});

test('the way back from a record far down leads to the row, without asking for every page', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnish(nora, many);
    const asked = listens(page);
    await page.goto('/contacts');
    await appears(rowOf(page, 0));
    for (let number = 80; number < 560; number += 80) await scrollTo(page, number);
    await scrollTo(page, 550);
    const place = await scroller(page).evaluate((element) => element.scrollTop);
    await page.getByRole('link', { name: nameOf(550) }).click();
    await appears(page.getByRole('heading', { level: 1, name: nameOf(550) }));
    await rests(page, asked);
    asked.length = 0;
    // What was changed on the record's page makes the list ask again.
    await page.getByRole('button', { name: 'Edit: Position' }).click();
    await page.keyboard.type('Pilot');
    await page.keyboard.press('Enter');
    await appears(page.getByText(`${nameOf(550)} is updated.`));
    await page.goBack();
    await appears(rowOf(page, 550).getByRole('cell', { name: 'Pilot' }));
    assert.equal(await scroller(page).evaluate((element) => element.scrollTop), place);
    await rests(page, asked);
    assert.ok(asked.length <= atMost, `${asked.length} requests on the way back`);
  });
});
