// Many records at once: chosen by mouse and keyboard, changed and deleted together, taken back by one Undo; and the
// filters that find them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pathIs, Person, phone, tabTo } from './lib/people.mjs';
import { toastOf, undoOf } from './lib/toasts.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

const bar = (page) => page.getByRole('toolbar', { name: 'Selected rows' });
const names = (page) => page.locator('[role="row"] [data-row-link]').allInnerTexts();
const box = (page, name) => page.getByRole('checkbox', { name: `Select ${name}` });

async function shows(page, count) {
  await until(`${count} rows are there`, async () => (await names(page)).length === count);
}

async function chosen(page, count) {
  await appears(bar(page).getByText(`${count} selected`, { exact: true }));
}

async function total(person, query) {
  return (await person.api('GET', `/api/contacts?limit=1&count=exact&${query}`)).total;
}

async function make(person, people) {
  for (const [name, more] of people) await person.api('POST', '/api/contacts', { name, ...more });
}

const five = ['Ann', 'Bea', 'Cleo', 'Dora', 'Eve'].map((name) => [`${name} Test`, {}]);

test('rows are chosen one by one, as a range and all; Escape lets them go', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await make(nora, five);
    await page.goto('/contacts');
    await shows(page, 5);
    await box(page, 'Ann Test').click();
    await chosen(page, 1);
    await box(page, 'Dora Test').click({ modifiers: ['Shift'] });
    await chosen(page, 4);
    await box(page, 'Bea Test').click();
    await chosen(page, 3);
    await page.keyboard.press('Escape');
    await vanishes(bar(page));
    await page.keyboard.press('Control+a');
    await chosen(page, 5);
    await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).click();
    await vanishes(bar(page));
    // What a filter hides is not acted on.
    await page.keyboard.press('Control+a');
    await page.keyboard.press('/');
    await page.keyboard.type('dora');
    await chosen(page, 1);
  });
});

test('a field is set for all that are chosen, and one Undo takes all of it back', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await make(nora, five);
    await nora.api('POST', '/api/organizations', { name: 'Globex' });
    await page.goto('/contacts');
    await shows(page, 5);
    const other = await nora.tab('/contacts');
    await shows(other, 5);
    await page.keyboard.press('Control+a');
    await box(page, 'Eve Test').click();
    await bar(page).getByRole('button', { name: 'Edit field…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit 4 contacts' });
    await dialog.getByRole('combobox', { name: 'New value' }).fill('Globex');
    await appears(dialog.getByRole('button', { name: 'Set organization of 4 contacts' }));
    await page.keyboard.press('Enter');
    const undo = await undoOf(page, 'Changed 4 contacts.');
    await vanishes(dialog);
    await vanishes(bar(page));
    assert.equal(await total(nora, 'organization=Globex'), 4);
    await until('the other tab shows it', async () => {
      return (await other.getByRole('cell', { name: 'Globex', exact: true }).count()) === 4;
    });
    await undo.click();
    await appears(page.getByText('Everything is as it was before.'));
    assert.equal(await total(nora, 'organization=Globex'), 0);
  });
});

test('what one record refuses changes none, and the dialog says why', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/422.*\/api\/batches/);
    await make(nora, five);
    await page.goto('/contacts');
    await shows(page, 5);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Field' }).click();
    await page.getByRole('option', { name: 'Phone' }).click();
    await dialog.getByLabel('New value').fill('no number at all');
    await dialog.getByRole('button', { name: 'Set phone of 5 contacts' }).click();
    await appears(dialog.getByText(/is not a phone number/));
    assert.equal(await total(nora, 'phone='), 5);
    await chosen(page, 5);
  });
});

test('without a mouse: rows are chosen with Space and deleted after a question that counts them', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { keyboard } = page;
    await make(nora, five);
    await page.goto('/contacts');
    await shows(page, 5);
    const focused = (name) =>
      until(`${name} has the focus`, async () =>
        (
          await page.evaluate(() => document.querySelector('[data-row-link]:focus')?.textContent)
        )?.includes(name),
      );
    await keyboard.press('j');
    await focused('Ann Test');
    await keyboard.press('Space');
    await chosen(page, 1);
    await keyboard.press('j');
    await focused('Bea Test');
    await keyboard.press('j');
    await focused('Cleo Test');
    await keyboard.press('Shift+Space');
    await chosen(page, 3);
    await keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete 3 contacts?' });
    await appears(dialog.getByText('Bea Test'));
    await tabTo(dialog.getByRole('button', { name: 'Delete 3 contacts' }));
    await keyboard.press('Enter');
    await vanishes(dialog);
    const toast = toastOf(page, 'Deleted 3 contacts.');
    await appears(toast);
    // It stays for as long as it has the focus.
    await tabTo(toast.getByRole('button', { name: 'Undo' }));
    await shows(page, 2);
    assert.equal(await total(nora, ''), 2);
    await keyboard.press('Enter');
    await shows(page, 5);
    assert.equal(await total(nora, ''), 5);
  });
});

test('more than one request takes show how far it is, and one Undo takes all of them back', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const many = Array.from({ length: 230 }, (_, index) => [
      `Person ${String(index).padStart(3, '0')}`,
      {},
    ]);
    for (let index = 0; index < many.length; index += 23) {
      await Promise.all(many.slice(index, index + 23).map((one) => make(nora, [one])));
    }
    await page.goto('/contacts');
    await appears(page.getByText('230 people'));
    await until('all are loaded', async () => {
      await page.locator('[data-scroll-restoration-id]').evaluate((list) => {
        list.scrollTop = list.scrollHeight;
      });
      return (await page.getByText('Person 229').count()) > 0;
    });
    await page.keyboard.press('Control+a');
    await chosen(page, 230);
    const second = Promise.withResolvers();
    let requests = 0;
    await page.route('**/api/batches/deletions', async (route) => {
      requests += 1;
      if (requests === 2) await second.promise;
      await route.continue();
    });
    await bar(page).getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 230 contacts?' });
    await dialog.getByRole('button', { name: 'Delete 230 contacts' }).click();
    await appears(dialog.getByText('200 of 230'));
    second.resolve();
    const undo = await undoOf(page, 'Deleted 230 contacts.');
    await appears(page.getByRole('heading', { name: 'Your people live here' }));
    assert.equal(await total(nora, ''), 0);
    await undo.click();
    await appears(page.getByText('230 people'));
    assert.equal(await total(nora, ''), 230);
  });
});

test('organizations are changed and deleted together, too', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    for (const name of ['Initech', 'Globex', 'Brightwater'])
      await nora.api('POST', '/api/organizations', { name, industry: 'Energy' });
    await page.goto('/organizations');
    await shows(page, 3);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('e');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Clear industry of 3 organizations' })
      .click();
    await appears(page.getByText('Changed 3 organizations.'));
    const { items } = await nora.api('GET', '/api/organizations?industry=');
    assert.equal(items.length, 3);
    await box(page, 'Globex').click();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 organization' }).click();
    await shows(page, 2);
  });
});

test('on a phone rows are chosen from the menu and by tapping', async () => {
  const settings = { viewport: phone, isMobile: true, hasTouch: true };
  await Person.play(settings, async (nora) => {
    const { page } = nora;
    await make(nora, five);
    await page.goto('/contacts');
    await shows(page, 5);
    assert.equal(await box(page, 'Ann Test').isVisible(), false);
    await page.getByRole('button', { name: 'Actions for Ann Test' }).tap();
    await page.getByRole('menuitem', { name: 'Select' }).tap();
    await chosen(page, 1);
    await page.getByText('Cleo Test').tap();
    await chosen(page, 2);
    await pathIs(page, '/contacts');
    await bar(page).getByRole('button', { name: 'Select all 5' }).tap();
    await chosen(page, 5);
    await bar(page).getByRole('button', { name: 'Clear the selection' }).tap();
    await page.getByText('Cleo Test').tap();
    await appears(page.getByRole('heading', { level: 1, name: 'Cleo Test' }));
  });
});

test('filters combine with search and order in the address, and Back restores each step', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await make(nora, [
      ['Ann Test', { organization: 'Globex', job_position: 'CTO', email: 'ann@globex.example' }],
      ['Bea Test', { organization: 'Globex', job_position: 'CTO' }],
      ['Cleo Test', { organization: 'Globex' }],
      ['Dora Other', { organization: 'Initech', job_position: 'CTO' }],
    ]);
    await page.goto('/contacts');
    await shows(page, 4);
    const form = page.getByRole('dialog', { name: 'Filter' });
    await page.getByRole('button', { name: 'Filter' }).click();
    await form.getByRole('combobox', { name: 'Organization' }).fill('globex');
    await form.getByLabel('Position').fill('cto');
    await form.getByRole('button', { name: 'Apply' }).click();
    await shows(page, 2);
    await page.getByRole('button', { name: 'Filter 2 filters in use' }).click();
    await form.getByRole('button', { name: 'No email' }).click();
    await form.getByRole('button', { name: 'Apply' }).click();
    await shows(page, 1);
    await pathIs(page, /organization=globex&job_position=cto&email=(&|$)/);
    const chips = page.getByRole('list', { name: 'Filters' });
    await appears(chips.getByText('No email'));
    await page.reload();
    await shows(page, 1);
    await page.getByRole('columnheader').getByRole('button', { name: /^Name/ }).click();
    await pathIs(page, /sort=-name/);
    await page.goBack();
    await page.goBack();
    await shows(page, 2);
    assert.equal(await chips.getByText('No email').count(), 0);
    await page.goBack();
    await shows(page, 4);
    await page.goForward();
    await shows(page, 2);
    await page.getByRole('link', { name: /Ann Test/ }).click();
    await appears(page.getByRole('heading', { level: 1, name: 'Ann Test' }));
    await page.goBack();
    await shows(page, 2);
    await page.getByRole('button', { name: 'Remove the filter Position' }).click();
    await shows(page, 3);
  });
});

test('a contact sent again after its answer was lost is made once', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/ERR_FAILED/);
    let lost = 0;
    await page.route('**/api/contacts', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await page.goto('/contacts?new=true');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Grace Miller');
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await appears(dialog.getByText('Parley cannot be reached'));
    assert.equal(await total(nora, ''), 1);
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await vanishes(dialog);
    assert.equal(await total(nora, ''), 1);
    await page.goto('/contacts?new=true');
    await dialog.getByLabel('Name').fill('Grace Miller');
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await vanishes(dialog);
    assert.equal(await total(nora, ''), 2, 'a second one is meant as a second one');
  });
});
