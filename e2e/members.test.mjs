// The people of a workspace: who is there, who is invited, and how somebody invited comes in.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { composer, password, pathIs, Person, tabTo } from './lib/people.mjs';
import { Server } from './lib/server.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

function members(page) {
  return page.getByRole('list', { name: 'Members' });
}

/** Invites by the page and answers the link. */
async function inviteByHand(page, email, role = 'Member') {
  await page.goto('/settings?tab=members');
  await page.getByLabel('Email', { exact: true }).fill(email);
  if (role !== 'Member') {
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: role }).click();
  }
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = page.getByRole('textbox', { name: 'Invitation link' });
  await appears(link);
  return link.inputValue();
}

async function join(page, name) {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
}

function emailOf(name) {
  return `${name}-${process.pid}@example.com`;
}

test('an owner invites, copies the link, and who follows it joins the workspace', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  await Person.play({ permissions }, async (nora) => {
    const email = emailOf('ada');
    const url = await inviteByHand(nora.page, email, 'Administrator');
    assert.match(url, /\/register#invitation=.{20,}$/);
    await nora.page.getByRole('button', { name: 'Copy link' }).click();
    await appears(nora.page.getByRole('button', { name: 'Copied' }));
    assert.equal(await nora.page.evaluate(() => navigator.clipboard.readText()), url);
    await appears(
      nora.page.getByRole('list', { name: 'Open invitations' }).getByText(email, { exact: true }),
    );
    await nora.page.reload();
    await appears(members(nora.page).getByText('Nora Newcomer'));
    assert.equal(await nora.page.getByRole('textbox', { name: 'Invitation link' }).count(), 0);

    await Person.play({ account: false }, async ({ page }) => {
      await page.goto(url);
      await appears(page.getByRole('heading', { name: 'Join Nora Newcomer & Co' }));
      await appears(page.getByText('You join as an administrator.'));
      const address = page.getByLabel('Work email');
      assert.equal(await address.inputValue(), email);
      assert.equal(await address.getAttribute('readonly'), '');
      assert.equal(await page.getByLabel('Company or team').count(), 0);
      await join(page, 'Ada Park');
      await appears(composer(page));
      await pathIs(page, '/assistant');
      await page.goto('/settings?tab=members');
      await appears(members(page).getByText('Ada Park'));
      await appears(members(page).getByText('Nora Newcomer'));
      await appears(page.getByRole('button', { name: 'Invite', exact: true }));
    });
    await nora.page.reload();
    await appears(members(nora.page).getByText('Ada Park'));
    await vanishes(nora.page.getByRole('list', { name: 'Open invitations' }));
  });
});

test('a member sees the others, and neither the form nor who is invited', async () => {
  await Person.play({}, async (nora) => {
    const { url } = await nora.api('POST', '/api/invitations', { email: emailOf('plain-member') });
    await nora.api('POST', '/api/invitations', { email: emailOf('still-open') });
    await Person.play({ account: false }, async ({ page }) => {
      await page.goto(url);
      await join(page, 'Max Member');
      await appears(composer(page));
      await page.goto('/settings?tab=members');
      await appears(members(page).getByText('Nora Newcomer'));
      await appears(page.getByText('Owners and administrators invite others.'));
      assert.equal(await page.getByRole('button', { name: 'Invite', exact: true }).count(), 0);
      assert.equal(await page.getByText(emailOf('still-open')).count(), 0);
    });
  });
});

test('a link that is used, withdrawn or wrong says so and what to do', async () => {
  await Person.play({}, async (nora) => {
    const used = await nora.api('POST', '/api/invitations', { email: emailOf('used') });
    const withdrawn = await nora.api('POST', '/api/invitations', { email: emailOf('withdrawn') });
    await nora.page.goto('/settings?tab=members');
    await nora.page
      .getByRole('button', { name: `Withdraw the invitation for ${emailOf('withdrawn')}` })
      .click();
    await appears(nora.page.getByText(/is withdrawn/));

    await Person.play({ account: false }, async (stranger) => {
      const { page } = stranger;
      stranger.expects(/422.*\/api\/auth\//);
      // Read while it worked, and taken by another tab before it was sent.
      await page.goto(used.url);
      await appears(page.getByRole('button', { name: 'Join' }));
      const body = { invitation: new URL(used.url).hash.replace('#invitation=', '') };
      const data = { ...body, name: 'Una', email: emailOf('used'), password };
      await Person.play({ account: false }, async (other) => {
        const answer = await other.context.request.post('/api/auth/register', { data });
        assert.equal(answer.status(), 201);
      });
      await join(page, 'Una Again');
      const heading = page.getByRole('heading', { name: 'This invitation no longer works' });
      await appears(heading);
      for (const url of [used.url, withdrawn.url, '/register#invitation=nonsense']) {
        await page.goto('/login');
        await page.goto(url);
        await appears(heading);
      }
      await page.getByRole('link', { name: 'Sign in' }).click();
      await pathIs(page, '/login');
    });
  });
});

test('who is signed in already chooses between staying and joining', async () => {
  await Person.play({}, async (nora) => {
    const { url } = await nora.api('POST', '/api/invitations', { email: emailOf('second') });
    await Person.play({ name: 'Max Elsewhere' }, async ({ page }) => {
      await page.goto(url);
      await appears(page.getByRole('heading', { name: 'You are signed in already' }));
      await page.getByRole('button', { name: 'Sign out and accept' }).click();
      await appears(page.getByRole('heading', { name: 'Join Nora Newcomer & Co' }));
      await join(page, 'Max Twice');
      await appears(composer(page));
      await page.goto(url);
      await page.getByRole('button', { name: 'Stay signed in' }).click();
      await pathIs(page, '/assistant');
    });
  });
});

test('an invitation lets in where registration is closed', async () => {
  const open = await Server.start();
  let url = '';
  await Person.play({ server: open }, async (nora) => {
    ({ url } = await nora.api('POST', '/api/invitations', { email: emailOf('closed') }));
  });
  const { port } = open;
  const folder = await open.stop({ keep: true });
  const closed = await Server.start({ folder, port, env: { PARLEY_REGISTRATION: 'closed' } });
  try {
    await Person.play({ account: false, server: closed }, async ({ page }) => {
      await page.goto('/register');
      await appears(page.getByRole('heading', { name: 'Registration is closed' }));
      await page.goto('about:blank');
      await page.goto(url);
      await join(page, 'Cleo Closed');
      await appears(composer(page));
    });
  } finally {
    await closed.stop();
  }
});

test('without a mouse: somebody is invited and the invitation withdrawn', async () => {
  await Person.play({}, async ({ page }) => {
    const { keyboard } = page;
    const email = emailOf('keys');
    await page.goto('/settings');
    await tabTo(page.getByRole('tab', { name: 'Profile' }));
    await keyboard.press('ArrowRight');
    await pathIs(page, '/settings?tab=members');
    await tabTo(page.getByLabel('Email', { exact: true }));
    await keyboard.type(email);
    await keyboard.press('Enter');
    await until('the copy button has the focus', () =>
      page
        .getByRole('button', { name: 'Copy link' })
        .evaluate((button) => button === document.activeElement),
    );
    await tabTo(page.getByRole('button', { name: `Withdraw the invitation for ${email}` }));
    await keyboard.press('Enter');
    await vanishes(page.getByRole('list', { name: 'Open invitations' }));
  });
});

test('an address that has an account cannot be invited, and the page says why', async () => {
  await Person.play({}, async (nora) => {
    nora.expects(/409.*\/api\/invitations/);
    await nora.page.goto('/settings?tab=members');
    await nora.page.getByLabel('Email', { exact: true }).fill(nora.email);
    await nora.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await appears(nora.page.getByText(/already has an account/));
  });
});
