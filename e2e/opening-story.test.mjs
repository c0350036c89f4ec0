// What a newcomer does first, with nothing but the command interpreter inside Parley.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answers, composer, finished, pathIs, Person, tabTo } from './lib/people.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

const story = 'I just met Ada Park, she is the CTO of Initech, save her';

test('a newcomer signs up, says whom they met, and sees the contact appear wherever it is shown', async () => {
  await Person.play({ account: false }, async (nora) => {
    const { page } = nora;
    // A first visit tries the sign-in of an earlier one, which is not there.
    nora.expects(/401.*\/api\/auth\/refresh/);
    await page.goto('/');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await nora.signUp();
    await pathIs(page, '/assistant');
    await appears(page.getByRole('heading', { level: 1, name: /Nora/ }));

    const contacts = await nora.tab('/contacts');
    await appears(contacts.getByRole('heading', { name: 'Your people live here' }));

    const answer = await nora.say(story);
    const card = answer.getByRole('group', { name: 'Create contact' });
    await appears(card.getByRole('link', { name: 'Ada Park' }));
    assert.match(await card.innerText(), /CTO[\s\S]*Initech/);
    const row = contacts.getByRole('row').filter({ hasText: 'Ada Park' });
    await appears(row);
    assert.match(await row.innerText(), /CTO/);
    assert.match(await row.innerText(), /Initech/);
    await appears(contacts.getByText('1 person'));

    await pathIs(page, /^\/assistant\/[0-9a-f-]{36}$/);
    await page.reload();
    await appears(card.getByRole('link', { name: 'Ada Park' }));
    await appears(page.getByRole('article', { name: 'You' }).getByText(story));
    assert.equal(await answers(page).count(), 1);
    await contacts.reload();
    await appears(row);

    await card.getByRole('link', { name: 'Ada Park' }).click();
    await appears(page.getByRole('heading', { level: 1, name: 'Ada Park' }));
    await appears(page.getByRole('region', { name: 'History' }).getByText('through the assistant'));
  });
});

test('Undo takes the contact back everywhere and says so', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/assistant');
    const contacts = await nora.tab('/contacts');
    const answer = await nora.say(story);
    const row = contacts.getByRole('row').filter({ hasText: 'Ada Park' });
    await appears(row);
    await answer.getByRole('button', { name: 'Undo: Create contact, Ada Park' }).click();
    await appears(answer.getByText('Undone'));
    await vanishes(row);
    await vanishes(answer.getByRole('group').getByRole('link', { name: 'Ada Park' }));
    assert.deepEqual((await nora.api('GET', '/api/contacts')).items, []);
    await page.reload();
    await appears(answers(page).getByText('Undone'));
  });
});

test('a deletion shows exactly what would go and happens only after Approve, by keyboard', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const ada = { name: 'Ada Park', job_position: 'CTO', organization: 'Initech' };
    await nora.api('POST', '/api/contacts', ada);
    await page.goto('/assistant');
    const contacts = await nora.tab('/contacts');
    const row = contacts.getByRole('row').filter({ hasText: 'Ada Park' });
    await appears(row);

    const answer = await nora.say('delete Ada Park');
    const card = answer.getByRole('group', { name: 'Delete contact' });
    const waits = card.getByText('Needs your approval', { exact: true });
    await appears(waits);
    for (const fact of [/Name.*Ada Park/s, /Job position.*CTO/s, /Organization.*Initech/s]) {
      assert.match(await card.innerText(), fact);
    }
    assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);

    await composer(page).focus();
    await tabTo(card.getByRole('button', { name: 'Approve' }), { back: true });
    await page.keyboard.press('Enter');
    await vanishes(waits);
    await finished(answer);
    await appears(answer.getByText('Approved by you'));
    await vanishes(row);
    assert.deepEqual((await nora.api('GET', '/api/contacts')).items, []);

    await answer.getByRole('button', { name: 'Undo: Delete contact, Ada Park' }).click();
    await appears(row);
  });
});

test('a typed "no" denies, and everything stays', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    await page.goto('/assistant');
    const answer = await nora.say('delete Ada Park');
    const waits = answer.getByText('Needs your approval', { exact: true });
    await appears(waits);
    await composer(page).fill('no');
    await composer(page).press('Enter');
    await appears(page.getByText('You denied this'));
    await vanishes(waits);
    assert.equal((await nora.api('GET', '/api/contacts')).items.length, 1);
  });
});

test('a typed "yes" approves', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/contacts', { name: 'Ada Park' });
    await page.goto('/assistant');
    const answer = await nora.say('delete Ada Park');
    await composer(page).fill('yes');
    await composer(page).press('Enter');
    await until('the contact is gone', async () => {
      const { items } = await nora.api('GET', '/api/contacts');
      return items.length === 0;
    });
    await vanishes(answer.getByText('Needs your approval', { exact: true }));
  });
});

test('a name that fits several people is asked back, and a chip answers', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/contacts', { name: 'Ada Park', organization: 'Initech' });
    await nora.api('POST', '/api/contacts', { name: 'Jin Park', organization: 'Globex' });
    await page.goto('/assistant');
    const question = await nora.say("set Park's phone to +43 660 1234567");
    const chips = question.getByRole('group', { name: 'Choose an answer' });
    assert.equal(await chips.getByRole('button').count(), 2);
    const before = await answers(page).count();
    await chips.getByRole('button', { name: /Jin Park/ }).click();
    const card = answers(page).nth(before).getByRole('group', { name: 'Change contact' });
    await appears(card.getByRole('link', { name: 'Jin Park' }));
    await vanishes(chips);
    const { items } = await nora.api('GET', '/api/contacts?sort=name');
    assert.deepEqual(
      items.map(({ name, phone }) => [name, phone]),
      [
        ['Ada Park', null],
        ['Jin Park', '+43 660 1234567'],
      ],
    );
  });
});

test('a chip that is pressed by keyboard goes, and the composer has the focus', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    for (const name of ['Ada Park', 'Jin Park']) await nora.api('POST', '/api/contacts', { name });
    await page.goto('/assistant');
    const question = await nora.say("set Park's phone to +43 660 1234567");
    const chips = question.getByRole('group', { name: 'Choose an answer' });
    await chips.getByRole('button', { name: /Jin Park/ }).focus();
    await page.keyboard.press('Enter');
    await vanishes(chips);
    await until('the composer has the focus', () =>
      composer(page).evaluate((element) => element === document.activeElement),
    );
  });
});

test('what the interpreter does not understand it says, and writes nothing', async () => {
  await Person.play({}, async (nora) => {
    await nora.page.goto('/assistant');
    const answer = await nora.say('colourless green ideas sleep furiously');
    assert.match(await answer.innerText(), /command interpreter|understand/i);
    // It looked things up; a card would be of something done.
    assert.equal(await answer.getByRole('group').filter({ hasNotText: 'look-up' }).count(), 0);
    assert.deepEqual((await nora.api('GET', '/api/changes')).items, []);
  });
});
