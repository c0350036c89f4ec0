// What people say about Parley: given by anybody, read and marked as done by those who run the workspace.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { composer, password, pathIs, Person, shortcut, tabTo } from './lib/people.mjs';
import { appears, until } from './lib/wait.mjs';

function entries(page) {
  return page.getByRole('list', { name: 'Feedback received' }).getByRole('listitem');
}

/** Somebody in the workspace of `owner` who is no more than a member, at a page of their own. */
async function asMember(owner, name, story) {
  const email = `${name}-${process.pid}@example.com`.toLowerCase();
  const { url } = await owner.api('POST', '/api/invitations', { email });
  await Person.play({ account: false }, async (member) => {
    await member.page.goto(url);
    await member.page.getByLabel('Your name').fill(name);
    await member.page.getByLabel('Password', { exact: true }).fill(password);
    await member.page.getByRole('button', { name: 'Join' }).click();
    await appears(composer(member.page));
    await story(member);
  });
}

test('feedback names the page one came from, is thanked for, and reaches the owner', async () => {
  await Person.play({}, async (nora) => {
    await asMember(nora, 'Max', async ({ page }) => {
      await page.getByRole('link', { name: 'Contacts', exact: true }).click();
      await appears(page.getByRole('heading', { name: 'Your people live here' }));
      await page.getByRole('link', { name: 'Feedback' }).click();
      assert.equal(await page.getByLabel('Page it is about').inputValue(), '/contacts');
      assert.equal(await page.getByRole('tab').count(), 0);
      await page.getByText('Problem', { exact: true }).click();
      await page.getByRole('button', { name: 'Send feedback' }).click();
      await appears(page.getByText('This field is needed.'));
      await page.getByLabel('Message').fill('The list forgets\nwhere I was.');
      await page.getByRole('button', { name: 'Send feedback' }).click();
      await appears(page.getByRole('heading', { name: 'Thank you' }));
      await page.getByRole('button', { name: 'Write more' }).click();
      assert.equal(await page.getByLabel('Message').inputValue(), '');
      await page.goto('/feedback?tab=received');
      await appears(page.getByLabel('Message'));
      assert.equal(await page.getByRole('list', { name: 'Feedback received' }).count(), 0);
    });
    const { page } = nora;
    await page.goto('/feedback?tab=received');
    const entry = entries(page).filter({ hasText: 'The list forgets' });
    await appears(entry);
    await appears(entry.getByText('Max', { exact: true }));
    await entry.getByRole('link', { name: '/contacts' }).click();
    await pathIs(page, '/contacts');
  });
});

test('the list is filtered by kind and status in the address, and entries are marked as done', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const told = [
      ['bug', 'It breaks'],
      ['idea', 'A map, please'],
      ['praise', 'Lovely'],
    ];
    for (const [kind, message] of told) await nora.api('POST', '/api/feedback', { kind, message });
    await page.goto('/feedback?tab=received');
    await until('all three are there', async () => (await entries(page).count()) === 3);
    await appears(page.getByText('3 entries'));
    await entries(page)
      .filter({ hasText: 'It breaks' })
      .getByRole('button', { name: 'Mark as done' })
      .click();
    const done = entries(page)
      .filter({ hasText: 'It breaks' })
      .getByRole('button', { name: 'Done', exact: true });
    await appears(done);
    const count = async () => (await nora.api('GET', '/api/feedback?status=done')).items.length;
    await until('it is stored', async () => (await count()) === 1);
    await page.getByRole('group', { name: 'Status' }).getByText('Open', { exact: true }).click();
    await pathIs(page, /status=open/);
    await until('two are open', async () => (await entries(page).count()) === 2);
    await page.getByRole('group', { name: 'What is it?' }).getByText('Idea').click();
    await pathIs(page, /kind=idea/);
    await until('one is an idea', async () => (await entries(page).count()) === 1);
    await page.goBack();
    await until('two are open again', async () => (await entries(page).count()) === 2);
    await page.reload();
    await until('two are open still', async () => (await entries(page).count()) === 2);
    await page.getByRole('group', { name: 'Status' }).getByText('Done').click();
    await done.click();
    await appears(page.getByRole('button', { name: 'Mark as done' }));
    await until('nothing is done any more', async () => (await count()) === 0);
    await page.goto('/feedback?tab=received&kind=question');
    await appears(page.getByRole('heading', { name: 'Nothing of this sort' }));
    await page.getByRole('button', { name: 'Show all' }).click();
    await until('all three again', async () => (await entries(page).count()) === 3);
  });
});

test('without a mouse: feedback is written, sent and left behind', async () => {
  await Person.play({}, async ({ page }) => {
    const { keyboard } = page;
    await page.goto('/organizations');
    await appears(page.getByRole('heading', { name: 'The companies you follow' }));
    await shortcut(page, 'g f', '/feedback');
    await until('the message has the focus', () =>
      page.getByLabel('Message').evaluate((field) => field === document.activeElement),
    );
    await keyboard.type('Fast!');
    await tabTo(page.getByRole('radio', { name: 'Idea' }), { back: true });
    await keyboard.press('ArrowLeft');
    await keyboard.press('ArrowLeft');
    assert.ok(await page.getByRole('radio', { name: 'Praise' }).isChecked());
    await keyboard.press('Control+Enter');
    await appears(page.getByRole('heading', { name: 'Thank you' }));
    await tabTo(page.getByRole('link', { name: 'Back to where you were' }));
    await keyboard.press('Enter');
    await pathIs(page, '/organizations');
  });
});
