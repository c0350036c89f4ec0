// Contacts and organizations by hand: made, edited, searched and deleted, by mouse, by keyboard, by two at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pathIs, Person, shortcut, tabTo } from './lib/people.mjs';
import { undoOf } from './lib/toasts.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

function rowOf(page, name) {
  return page.getByRole('row').filter({ hasText: name });
}

async function names(page) {
  return page.locator('[role="row"] [data-row-link]').allInnerTexts();
}

function fact(page, label) {
  return page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) });
}

async function editFact(page, label, text) {
  await page.getByRole('button', { name: `Edit: ${label}` }).click();
  await fact(page, label).getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
}

test('a contact is made in the dialog, edited where it stands, and every change can be undone', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/contacts');
    await page.getByRole('button', { name: 'New contact' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Grace Miller');
    await dialog.getByLabel('Email').fill('grace@globex.example');
    await dialog.getByLabel('Organization').fill('Globex');
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await vanishes(dialog);
    await rowOf(page, 'Grace Miller')
      .getByRole('link', { name: /Grace Miller/ })
      .click();
    await appears(page.getByRole('heading', { level: 1, name: 'Grace Miller' }));

    await editFact(page, 'Position', 'Head of sales');
    await appears(fact(page, 'Position').getByText('Head of sales'));
    const history = page.getByRole('region', { name: 'History' });
    await until(
      'both changes are in the history',
      async () => (await history.getByRole('listitem').count()) >= 2,
    );
    await history
      .getByRole('button', { name: /Undo this change/ })
      .first()
      .click();
    await appears(fact(page, 'Position').getByText('Not set'));
    const [{ job_position, email }] = (await nora.api('GET', '/api/contacts')).items;
    assert.deepEqual([job_position, email], [null, 'grace@globex.example']);
  });
});

test('what the server refuses is said beside its field, in the dialog and where a fact stands', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/422.*\/api\/contacts/);
    await page.goto('/contacts?new=true');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await appears(dialog.getByText('This field is needed.'));
    await dialog.getByLabel('Name').fill('Grace Miller');
    await dialog.getByLabel('Email').fill('nonsense');
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await until(
      'the email is marked',
      async () => (await dialog.getByLabel('Email').getAttribute('aria-invalid')) === 'true',
    );
    assert.deepEqual((await nora.api('GET', '/api/contacts')).items, []);
    await dialog.getByLabel('Email').fill('grace@globex.example');
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await vanishes(dialog);
    await rowOf(page, 'Grace Miller')
      .getByRole('link', { name: /Grace Miller/ })
      .click();
    await editFact(page, 'Email', 'still nonsense');
    await until(
      'the fact says why',
      async () =>
        (await fact(page, 'Email').getByRole('textbox').getAttribute('aria-invalid')) === 'true',
    );
    await page.keyboard.press('Escape');
    await appears(fact(page, 'Email').getByText('grace@globex.example'));
  });
});

test('an organization and the contacts that name it find each other, live', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { id } = await nora.api('POST', '/api/contacts', {
      name: 'Grace Miller',
      organization: 'globex',
    });
    await page.goto(`/contacts/${id}`);
    await appears(fact(page, 'Organization').getByText('globex'));
    const organizations = await nora.tab('/organizations');
    await organizations.getByRole('button', { name: 'New organization' }).first().click();
    const dialog = organizations.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Globex');
    await dialog.getByLabel('Industry').fill('Energy');
    await dialog.getByRole('button', { name: 'Create organization' }).click();
    await fact(page, 'Organization').getByRole('link', { name: 'Globex' }).click();
    await appears(page.getByRole('heading', { level: 1, name: 'Globex' }));
    await appears(
      page.getByRole('region', { name: 'People' }).getByRole('link', { name: /Grace Miller/ }),
    );
    await editFact(page, 'Name', 'Globex Corporation');
    await appears(page.getByText('Globex Corporation is updated.'));
    await page.goto(`/contacts/${id}`);
    await appears(fact(page, 'Organization').getByRole('link', { name: 'Globex Corporation' }));
  });
});

test('two people who change the same field choose what stays; other fields join silently', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/412.*\/api\/contacts/);
    const { id } = await nora.api('POST', '/api/contacts', {
      name: 'Grace Miller',
      job_position: 'Sales',
    });
    await page.goto(`/contacts/${id}`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Position').fill('Head of sales');
    await nora.api('PATCH', `/api/contacts/${id}`, {
      job_position: 'Director',
      phone: '+43 660 1234567',
    });
    await dialog.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
    await appears(conflict);
    assert.match(await conflict.innerText(), /Head of sales[\s\S]*Director/);
    await conflict.getByRole('radio', { name: /Yours/ }).check();
    await conflict.getByRole('button', { name: 'Save this choice' }).click();
    await appears(fact(page, 'Position').getByText('Head of sales'));
    await until('both changes are stored', async () => {
      const { job_position, phone } = await nora.api('GET', `/api/contacts/${id}`);
      return job_position === 'Head of sales' && phone === '+43 660 1234567';
    });
  });
});

test('deleting asks nothing, says it, and Undo in the toast brings everything back', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/contacts', {
      name: 'Grace Miller',
      metadata: { birthday: '12 May' },
    });
    await page.goto('/contacts');
    const other = await nora.tab('/contacts');
    await appears(rowOf(other, 'Grace Miller'));
    await page.getByRole('button', { name: 'Actions for Grace Miller' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const undo = await undoOf(page, 'Grace Miller is deleted.');
    await vanishes(rowOf(page, 'Grace Miller'));
    await vanishes(rowOf(other, 'Grace Miller'));
    await undo.click();
    await appears(rowOf(page, 'Grace Miller'));
    await appears(rowOf(other, 'Grace Miller'));
    const [{ metadata }] = (await nora.api('GET', '/api/contacts')).items;
    assert.deepEqual(metadata, { birthday: '12 May' });
  });
});

test('search, filter and order live in the address, and each is taken back where it shows', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const people = [
      ['Zoë Ångström', 'Initech'],
      ['Ada Park', 'Initech'],
      ['Marcus Webb', 'Globex'],
    ];
    for (const [name, organization] of people)
      await nora.api('POST', '/api/contacts', { name, organization });
    await page.goto('/contacts');
    await until('all three are there', async () => (await names(page)).length === 3);
    await page.getByRole('columnheader').getByRole('button', { name: /^Name/ }).click();
    await pathIs(page, /sort=-name/);
    await until('Zoë leads', async () => /Zoë/.test((await names(page))[0]));

    await page.keyboard.press('/');
    await page.keyboard.type('angstrom');
    await pathIs(page, /q=angstrom/);
    await until('only Zoë is there', async () => (await names(page)).length === 1);
    await page.reload();
    assert.equal(
      await page.getByRole('searchbox', { name: 'Search', exact: true }).inputValue(),
      'angstrom',
    );
    await until('still only Zoë', async () => /Zoë/.test((await names(page)).join()));
    await page.getByRole('button', { name: 'Clear', exact: true }).click();

    await page.getByRole('button', { name: 'Filter' }).click();
    const organization = page.getByRole('combobox', { name: 'Organization' });
    await organization.fill('Globex');
    await page.keyboard.press('Enter');
    await pathIs(page, /organization=Globex/);
    await until('only Marcus is there', async () => {
      const shown = await names(page);
      return shown.length === 1 && /Marcus Webb/.test(shown[0]);
    });
    await page.getByRole('button', { name: 'Remove the filter Organization' }).click();
    await until('all three are back', async () => (await names(page)).length === 3);
    await page.goto('/contacts?q=nobody');
    await appears(page.getByRole('heading', { name: 'No match' }));
    await page.getByRole('button', { name: 'Clear all' }).click();
    await until('all three again', async () => (await names(page)).length === 3);
  });
});

test('fields of one’s own are added, changed and removed', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { id } = await nora.api('POST', '/api/contacts', {
      name: 'Grace Miller',
      metadata: { visits: 3 },
    });
    await page.goto(`/contacts/${id}`);
    await page.getByRole('button', { name: 'Add a field' }).click();
    await page.getByRole('textbox', { name: 'Field' }).fill('Favourite café');
    await page.getByRole('textbox', { name: 'Value' }).fill('Sperl');
    await page.keyboard.press('Enter');
    await appears(page.getByText('Sperl', { exact: true }).first());
    await editFact(page, 'visits', '4');
    const stored = async () => (await nora.api('GET', `/api/contacts/${id}`)).metadata;
    await until('the number stays a number', async () => (await stored()).visits === 4);
    await page.getByRole('button', { name: 'Remove Favourite café' }).click();
    await until('the field is gone', async () => JSON.stringify(await stored()) === '{"visits":4}');
  });
});

test('without a mouse: a contact is made, opened, edited and deleted', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { keyboard } = page;
    await page.goto('/assistant');
    await appears(page.getByLabel('Message to the assistant'));
    await page.locator('body').click({ position: { x: 5, y: 400 } });
    await shortcut(page, 'g c', '/contacts');
    await appears(page.getByRole('heading', { name: 'Your people live here' }));
    await shortcut(page, 'n c', '/contacts?new=true');
    const dialog = page.getByRole('dialog');
    await appears(dialog);
    await until('the name has the focus', () =>
      dialog.getByLabel('Name').evaluate((field) => field === document.activeElement),
    );
    await keyboard.type('Grace Miller');
    await keyboard.press('Enter');
    await vanishes(dialog);
    await appears(rowOf(page, 'Grace Miller'));
    await keyboard.press('j');
    await until('the row has the focus', () =>
      page.evaluate(() => document.activeElement.matches('[data-row-link]')),
    );
    await keyboard.press('Enter');
    await appears(page.getByRole('heading', { level: 1, name: 'Grace Miller' }));
    await keyboard.press('e');
    await appears(dialog);
    await tabTo(dialog.getByLabel('Phone'));
    await keyboard.type('+43 660 1234567');
    await keyboard.press('Control+Enter');
    await vanishes(dialog);
    await appears(fact(page, 'Phone').getByText(/1234567|123 4567/));
    await tabTo(page.getByRole('button', { name: 'Actions for Grace Miller' }));
    await keyboard.press('Enter');
    await appears(page.getByRole('menuitem', { name: 'Delete' }));
    await keyboard.press('ArrowDown');
    await until('Delete has the focus', () =>
      page
        .getByRole('menuitem', { name: 'Delete' })
        .evaluate((item) => item === document.activeElement),
    );
    await keyboard.press('Enter');
    await appears(page.getByText('Grace Miller is deleted.'));
    await pathIs(page, '/contacts');
  });
});

test('a record deleted elsewhere is gone from the page that shows it', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/404.*\/api\/contacts/);
    const { id } = await nora.api('POST', '/api/contacts', { name: 'Grace Miller' });
    await page.goto(`/contacts/${id}`);
    await appears(page.getByRole('heading', { level: 1, name: 'Grace Miller' }));
    await appears(page.getByRole('region', { name: 'History' }).getByRole('listitem').first());
    await nora.api('DELETE', `/api/contacts/${id}`);
    await appears(page.getByRole('heading', { name: 'There is nothing here' }));
  });
});

test('a record that is not there, or not yours, says so and leads on', async () => {
  await Person.play({}, async (max) => {
    const { id } = await max.api('POST', '/api/contacts', { name: 'Secret Person' });
    await Person.play({}, async (nora) => {
      nora.expects(/404.*\/api\/contacts/);
      await nora.page.goto(`/contacts/${id}`);
      await appears(nora.page.getByRole('heading', { name: 'There is nothing here' }));
      await nora.page.goto('/no-such-page');
      await appears(nora.page.getByRole('heading', { name: 'There is nothing here' }));
      await nora.page.getByRole('link', { name: 'Go to the assistant' }).click();
      await appears(nora.page.getByLabel('Message to the assistant'));
    });
  });
});

test('what is typed about a record that is deleted meanwhile stays, and makes it again', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/404.*\/api\/contacts/);
    const metadata = { birthday: '12 May' };
    const { id } = await nora.api('POST', '/api/contacts', { name: 'Grace Miller', metadata });
    await page.goto(`/contacts/${id}`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Position').fill('Head of sales');
    await nora.api('DELETE', `/api/contacts/${id}`);
    await appears(dialog.getByText(/Grace Miller was deleted meanwhile/));
    assert.equal(await dialog.getByLabel('Position').inputValue(), 'Head of sales');
    await dialog.getByRole('button', { name: 'Create it again' }).click();
    await appears(page.getByRole('heading', { level: 1, name: 'Grace Miller' }));
    const [made] = (await nora.api('GET', '/api/contacts')).items;
    assert.deepEqual([made.job_position, made.metadata], ['Head of sales', metadata]);
    await pathIs(page, `/contacts/${made.id}`);

    // In the list, where nothing but saving finds out.
    await page.goto('/contacts');
    await page.getByRole('button', { name: 'Actions for Grace Miller' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await dialog.getByLabel('Position').fill('Director');
    await nora.api('DELETE', `/api/contacts/${made.id}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Create it again' }).click();
    await vanishes(dialog);
    await appears(rowOf(page, 'Director'));
  });
});

test('what others change while a dialog is open is not overwritten by what it showed', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/412.*\/api\/contacts/);
    const { id } = await nora.api('POST', '/api/contacts', {
      name: 'Grace Miller',
      phone: '+1 415 555 2671',
    });
    await page.goto(`/contacts/${id}`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Position').fill('Head of sales');
    await nora.api('PATCH', `/api/contacts/${id}`, { phone: '+43 660 1234567' });
    await appears(fact(page, 'Phone').getByText(/1234567|123 4567/));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await vanishes(dialog);
    const { job_position, phone } = await nora.api('GET', `/api/contacts/${id}`);
    assert.deepEqual([job_position, phone], ['Head of sales', '+43 660 1234567']);
  });
});

test('on a phone, Back closes the dialog and stays on the page', async () => {
  const settings = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  await Person.play(settings, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/contacts', { name: '👩‍🚀' });
    await page.goto('/organizations');
    await page.getByRole('button', { name: 'Open navigation' }).tap();
    await page.getByRole('link', { name: 'Contacts', exact: true }).tap();
    await appears(page.getByRole('link', { name: '👩‍🚀' }));
    const dialog = page.getByRole('dialog', { name: 'New contact' });
    await page.getByRole('button', { name: 'New contact' }).tap();
    await appears(dialog.getByLabel('Name'));
    await page.goBack();
    await vanishes(dialog);
    await pathIs(page, '/contacts');
    await page.getByRole('link', { name: '👩‍🚀' }).tap();
    await page.getByRole('button', { name: 'Edit', exact: true }).tap();
    await appears(page.getByRole('dialog'));
    await page.goBack();
    await vanishes(page.getByRole('dialog'));
    await pathIs(page, /^\/contacts\/[0-9a-f-]+$/);
    await page.goBack();
    await pathIs(page, '/contacts');
    await page.goBack();
    await pathIs(page, '/organizations');
  });
});
