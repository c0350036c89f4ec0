// Lists in windows narrower than they would like: nothing of use is cut, and what does not fit is scrolled to.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Person } from './lib/people.mjs';
import { furnishWork } from './lib/work.mjs';
import { appears, settled } from './lib/wait.mjs';

async function overflows(locator) {
  await settled(locator.page());
  return locator.evaluate((part) => part.scrollWidth > part.clientWidth);
}

test('a phone number stands whole in the list of contacts', async () => {
  await Person.play({ viewport: { width: 1280, height: 800 } }, async (nora) => {
    await nora.api('POST', '/api/contacts', { name: 'Ana Prado', phone: '+5511961234567' });
    await nora.page.goto('/contacts');
    const cell = nora.page.getByRole('cell').filter({ hasText: '+55 11 96123 4567' });
    await appears(cell);
    assert.equal(await overflows(cell), false);
  });
});

test('where the columns are wider than the window, the end of a row is scrolled to and works', async () => {
  await Person.play({ viewport: { width: 1024, height: 768 } }, async (nora) => {
    const { page } = nora;
    await furnishWork(nora);
    await page.goto('/tasks');
    const filter = page.getByRole('button', { name: 'Filter' });
    await appears(filter);
    assert.equal(await overflows(filter.getByText('Filter')), false);
    const row = page.getByRole('row').filter({ hasText: 'Choose a designer' });
    await appears(row);
    assert.equal(await overflows(row), false);
    await page.getByRole('button', { name: 'Actions for Choose a designer' }).click();
    await appears(page.getByRole('menuitem', { name: 'Edit' }));
  });
});
