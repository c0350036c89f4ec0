// Names in scripts that are written from right to left, on pages that are not.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Person, phone } from './lib/people.mjs';
import { appears } from './lib/wait.mjs';

/** Where the glyphs of a text begin and end, whatever box they stand in. */
async function glyphs(locator) {
  await appears(locator);
  return locator.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, right } = range.getBoundingClientRect();
    return { left: Math.round(left), right: Math.round(right) };
  });
}

test('a name from right to left begins where the names above and below it do', async () => {
  await Person.play({ viewport: phone, isMobile: true, hasTouch: true }, async (nora) => {
    const { page } = nora;
    const job_position = 'Chief Technology Officer of everything';
    const { id } = await nora.api('POST', '/api/contacts', { name: 'ليلى حسن', job_position });
    await nora.api('POST', '/api/contacts', { name: 'Ada Park', job_position });
    await page.goto('/contacts');
    const [ada, layla] = await Promise.all(
      ['Ada Park', 'ليلى حسن'].map((name) => glyphs(page.getByText(name, { exact: true }).first())),
    );
    assert.equal(layla.left, ada.left);
    await page.goto(`/contacts/${id}`);
    const heading = await glyphs(page.getByRole('heading', { level: 1 }));
    assert.equal(heading.left, (await glyphs(page.getByText(job_position).first())).left);
  });
});

test('what stands behind a name from right to left stays behind it', async () => {
  await Person.play({}, async (nora) => {
    await nora.page.goto('/assistant');
    const answer = await nora.say('add ليلى حسن from شركة النور');
    const name = answer.getByRole('paragraph').getByRole('link', { name: 'ليلى حسن' });
    await appears(name);
    const [link, behind] = await name.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element.nextSibling);
      return [element.getBoundingClientRect().right, range.getBoundingClientRect().left];
    });
    assert.ok(behind >= link - 1, `the company begins at ${behind}, the name ends at ${link}`);
  });
});
