// Signing up, in and out, and what Settings does to one's own account.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { composer, password, pathIs, Person } from './lib/people.mjs';
import { Server } from './lib/server.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

const other = 'another harbour at dusk';

test('a wrong password is said without saying which part is wrong, and the right one leads on', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.context.clearCookies();
    nora.expects(/401.*\/api\/auth/);
    await page.goto('/contacts');
    await pathIs(page, /^\/login/);
    await nora.signIn({ secret: 'certainly not this one' });
    await appears(page.getByText('The email or the password is not right.'));
    assert.equal(await page.getByLabel('Email').inputValue(), nora.email);
    await nora.signIn();
    await pathIs(page, '/contacts');
    await appears(page.getByRole('heading', { level: 1, name: 'Contacts' }));
  });
});

test('signing out ends every tab, and going back shows nothing of the account', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    // What the second tab still asks for may come after the end.
    nora.expects(/401.*\/api\//);
    await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    await page.goto('/contacts');
    await appears(page.getByText('Ada Park').first());
    const second = await nora.tab('/assistant');
    await appears(composer(second));
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await pathIs(page, /^\/login/);
    await pathIs(second, /^\/login/);
    await page.goto('/contacts');
    await pathIs(page, /^\/login/);
    await vanishes(page.getByText('Ada Park'));
  });
});

test('a form sent too early names each field, and an address in use is said at its field', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.context.clearCookies();
    nora.expects(/(422|409).*\/api\/auth\/register/);
    await page.goto('/register');
    await page.getByRole('button', { name: 'Create account' }).click();
    await until(
      'every field asks',
      async () => (await page.getByText('This field is needed.').count()) === 4,
    );
    await page.getByLabel('Your name').fill('Nora');
    await page.getByLabel('Company or team').fill('Nora & Co');
    await page.getByLabel('Work email').fill(nora.email);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await appears(page.locator('#root [id$="-error"]').filter({ hasText: /at least 8/ }));
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await appears(
      page
        .locator('[id$="-error"], [role="alert"]')
        .filter({ hasText: /use|taken|account/i })
        .first(),
    );
    await pathIs(page, '/register');
  });
});

test('where registration is closed the page says so, and signing in does not offer it', async () => {
  const server = await Server.start({ env: { PARLEY_REGISTRATION: 'closed' } });
  try {
    await Person.play({ account: false, server }, async ({ page }) => {
      await page.goto('/register');
      await appears(page.getByRole('heading', { name: 'Registration is closed' }));
      await page.getByRole('link', { name: 'Back to sign in' }).click();
      await appears(page.getByRole('heading', { name: 'Welcome back' }));
      await vanishes(page.getByRole('link', { name: 'Create an account' }));
    });
  } finally {
    await server.stop();
  }
});

test('a device signed out in Settings is at the login page, and comes back to where it was', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const settings = {
      account: false,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    };
    await Person.play(settings, async (away) => {
      away.expects(/401/);
      away.email = nora.email;
      await away.page.goto('/login?redirect=/organizations');
      await away.signIn();
      await appears(away.page.getByRole('heading', { level: 1, name: 'Organizations' }));
      await page.goto('/settings');
      await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
      await appears(page.getByText('That device is signed out.'));
      await vanishes(page.getByRole('button', { name: 'Sign out Firefox on Linux' }));
      await appears(away.page.getByText('Your session has ended.'));
      await away.signIn({ page: away.page });
      await pathIs(away.page, '/organizations');
    });
  });
});

test('the profile keeps a new name and zone, and the greeting uses the name', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/settings');
    await page.getByLabel('Name', { exact: true }).fill('Ottilie Newname');
    await page.getByRole('button', { name: 'Save' }).click();
    await appears(page.getByText('Saved.', { exact: true }));
    await page.getByRole('link', { name: 'Assistant' }).click();
    await appears(page.getByRole('heading', { level: 1, name: /Ottilie/ }));
    await page.reload();
    await appears(page.getByRole('heading', { level: 1, name: /Ottilie/ }));
  });
});

test('a changed password is the one that counts', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/401.*\/api\/|422.*\/api\/me\/password/);
    await page.goto('/settings');
    await page.getByLabel('Current password').fill('not the one');
    await page.getByLabel('New password').fill(other);
    await page.getByRole('button', { name: 'Change password' }).click();
    await appears(page.locator('[id$="-error"]').first());
    await page.getByLabel('Current password').fill(password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await appears(page.getByText('The password is changed.'));
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await nora.signIn();
    await appears(page.getByText('The email or the password is not right.'));
    await nora.signIn({ secret: other });
    await appears(composer(page));
  });
});

test('a picture chosen in Settings stands in the account menu', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/settings');
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } });
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture });
    await appears(page.getByRole('button', { name: 'Remove picture' }));
    await appears(page.getByRole('button', { name: 'Account menu' }).locator('img'));
    await page.getByRole('button', { name: 'Remove picture' }).click();
    await appears(page.getByRole('button', { name: 'Choose a picture' }));
  });
});

test('a page whose renewed sign-in never arrived is still signed in', async () => {
  await Person.play({}, async (nora) => {
    const { page, context, server } = nora;
    await page.goto('/contacts');
    await appears(page.getByRole('heading', { name: 'Your people live here' }));
    const cookies = await context.cookies(`${server.url}/api/auth/refresh`);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    // The server renews, and the answer is lost: the page was left, or the network went away.
    const headers = { cookie, origin: server.url };
    const lost = await fetch(`${server.url}/api/auth/refresh`, { method: 'POST', headers });
    assert.equal(lost.status, 200);
    await page.reload();
    await appears(page.getByRole('heading', { name: 'Your people live here' }));
  });
});

test('the greeting is never the same twice running', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const greetings = [];
    for (let visit = 0; visit < 4; visit += 1) {
      await page.goto('/assistant');
      // Drawn from the account's records, so the visit is signed in by then.
      await appears(page.getByRole('list', { name: 'Suggestions' }));
      greetings.push(await page.getByRole('heading', { level: 1 }).innerText());
    }
    greetings.forEach((greeting, i) => {
      assert.match(greeting, /Nora/);
      assert.notEqual(greeting, greetings[i + 1]);
    });
  });
});
