// What surrounds the pages: theme, connection, phone, palette, and the server's headers.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answers, composer, pathIs, Person, phone } from './lib/people.mjs';
import { Server } from './lib/server.mjs';
import { appears, settled, until, vanishes } from './lib/wait.mjs';

function background(page) {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

test('dark mode is chosen in the account menu, stays after a reload, and reaches other pages', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/contacts');
    await appears(page.getByRole('heading', { level: 1 }));
    const light = await background(page);
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await until('the page is dark', async () => (await background(page)) !== light);
    const dark = await background(page);
    // Before the application has run, the page has its colours already.
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(
      () => document.documentElement.dataset.mantineColorScheme === 'dark',
    );
    await appears(page.getByRole('heading', { level: 1 }));
    assert.equal(await background(page), dark);
    assert.equal(await background(await nora.tab('/settings')), dark);
  });
});

test('without a network the page says so, keeps what it shows, and catches up by itself', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/ERR_INTERNET_DISCONNECTED/);
    await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    await page.goto('/contacts');
    await appears(page.getByText('Ada Park').first());
    await nora.context.setOffline(true);
    await appears(page.getByText('You are offline.'));
    await appears(page.getByText('Ada Park').first());
    await nora.context.setOffline(false);
    await vanishes(page.getByText('You are offline.'));
    await nora.api('POST', '/api/contacts', { name: 'Grace Miller' });
    await appears(page.getByText('Grace Miller').first(), 40_000);
  });
});

test('what changes before a page has its live line is not missed', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const held = Promise.withResolvers();
    await page.routeWebSocket('**/api/ws', async (line) => {
      await held.promise;
      line.connectToServer();
    });
    await page.goto('/contacts');
    await appears(page.getByRole('heading', { name: 'Your people live here' }));
    await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    held.resolve();
    await appears(page.getByRole('row').filter({ hasText: 'Ada Park' }));
  });
});

test('a message written without a network is sent when it is back', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/ERR_INTERNET_DISCONNECTED/);
    await page.goto('/assistant');
    await nora.say('List my contacts');
    await nora.context.setOffline(true);
    await appears(page.getByText('You are offline.', { exact: false }).first());
    await composer(page).fill('Add the contact Ada Park');
    await composer(page).press('Enter');
    await nora.context.setOffline(false);
    await appears(answers(page).getByRole('link', { name: 'Ada Park' }).first(), 40_000);
    assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);
  });
});

test('a restart of the server is survived: the page waits, and the conversation goes on', async () => {
  let server = await Server.start();
  try {
    await Person.play({ server }, async (nora) => {
      const { page } = nora;
      nora.expects(/ERR_CONNECTION_REFUSED|WebSocket connection/);
      await page.goto('/assistant');
      await nora.say('I just met Ada Park, she is the CTO of Initech, save her');
      const { port } = server;
      const folder = await server.stop({ keep: true });
      await appears(page.getByText('Reconnecting…'), 30_000);
      server = await Server.start({ folder, port });
      await vanishes(page.getByText('Reconnecting…'), 40_000);
      const answer = await nora.say('set her phone to +43 660 1234567');
      await appears(answer.getByRole('link', { name: 'Ada Park' }).first());
      assert.equal((await nora.api('GET', '/api/contacts')).items[0].phone, '+43 660 1234567');
      await page.reload();
      assert.ok(
        await until('both answers are there', async () => (await answers(page).count()) === 2),
      );
    });
  } finally {
    await server.stop();
  }
});

test('on a phone the navigation and the conversations are drawers', async () => {
  await Person.play({ viewport: phone, hasTouch: true, isMobile: true }, async (nora) => {
    const { page } = nora;
    await page.goto('/assistant');
    await nora.say('I just met Ada Park, she is the CTO of Initech, save her');
    await page.getByRole('button', { name: 'Conversations', exact: true }).tap();
    const drawer = page.getByRole('dialog', { name: 'Conversations' });
    await drawer.getByRole('button', { name: 'New conversation' }).tap();
    await vanishes(drawer);
    await pathIs(page, '/assistant');
    await page.getByRole('button', { name: 'Conversations', exact: true }).tap();
    await drawer.getByRole('link', { name: /I just met Ada Park/ }).tap();
    await vanishes(drawer);
    await appears(answers(page).getByRole('link', { name: 'Ada Park' }).first());

    await page.getByRole('button', { name: 'Open navigation' }).tap();
    await page.getByRole('dialog').getByRole('link', { name: 'Contacts' }).tap();
    await pathIs(page, '/contacts');
    await vanishes(page.getByRole('dialog'));
    await page.getByText('Ada Park').first().tap();
    await appears(page.getByRole('heading', { level: 1, name: 'Ada Park' }));
    await settled(page);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `the page is ${wider} px too wide`);
  });
});

test('the palette finds people, goes to pages and asks the assistant', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/contacts', { name: 'Ada Park', job_position: 'CTO' });
    await page.goto('/organizations');
    await appears(page.getByRole('heading', { level: 1 }));
    const field = page.getByRole('combobox', { name: 'Search or run a command' });
    // Typed at once, while the palette is still on its way.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ada');
    await appears(page.getByRole('option', { name: /Ada Park/ }));
    await page.keyboard.press('Enter');
    await appears(page.getByRole('heading', { level: 1, name: 'Ada Park' }));
    await page.keyboard.press('Control+k');
    await appears(field);
    await page.keyboard.type('who do we know');
    await page.getByRole('option', { name: /Ask the assistant/ }).click();
    await until(
      'the question waits in the composer',
      async () => (await composer(page).inputValue()) === 'who do we know',
    );
  });
});

test('conversations are listed, found, renamed and deleted', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/assistant');
    await nora.say('List my contacts');
    await page.getByRole('button', { name: 'New conversation' }).first().click();
    await appears(page.getByRole('list', { name: 'Suggestions' }));
    await nora.say('List my organizations');
    const list = page.getByRole('navigation', { name: 'Conversations' });
    await until('both are listed', async () => (await list.getByRole('listitem').count()) === 2);
    await page.getByRole('button', { name: 'Actions for List my contacts' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByLabel('Title').fill('People');
    await page.keyboard.press('Enter');
    await appears(list.getByRole('link', { name: 'People' }));
    await list.getByRole('searchbox').fill('peop');
    await until('one is found', async () => (await list.getByRole('listitem').count()) === 1);
    await page.getByRole('button', { name: 'Actions for People' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await appears(list.getByText('No conversation matches “peop”.'));
    assert.equal((await nora.api('GET', '/api/conversations')).items.length, 1);
  });
});

test('what was never fetched does not take the page away when there is no network', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/ERR_INTERNET_DISCONNECTED/);
    await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    await page.goto('/contacts');
    await appears(page.getByText('Ada Park').first());
    await nora.context.setOffline(true);
    await page.keyboard.press('?');
    await appears(page.getByText('This part of Parley did not load.', { exact: false }));
    await appears(page.getByText('Ada Park').first());
    await nora.context.setOffline(false);
    await vanishes(page.getByText('You are offline.', { exact: false }));
    await page.keyboard.press('?');
    await appears(page.getByRole('dialog'));
  });
});

test('a first visit leads to the sign-in page, and the browser has nothing to complain about', async () => {
  await Person.play({ account: false }, async ({ page }) => {
    await page.goto('/');
    await appears(page.getByRole('heading', { name: 'Welcome back' }));
  });
});

test('every page comes with the headers that keep strangers out', async () => {
  await Person.play({ account: false }, async ({ context, page }) => {
    const response = await page.goto('/login');
    const headers = response.headers();
    assert.match(headers['content-security-policy'], /default-src 'none'|default-src 'self'/);
    assert.doesNotMatch(headers['content-security-policy'], /script-src[^;]*unsafe-(inline|eval)/);
    assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.ok(headers['referrer-policy']);
    const script = await page.locator('script[src]').first().getAttribute('src');
    const asset = await context.request.get(script);
    assert.match(asset.headers()['cache-control'], /immutable/);
  });
});
