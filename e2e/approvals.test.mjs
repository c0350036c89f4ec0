// What waits for approval is changed in its card before it is approved.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inaccessible } from './lib/axe.mjs';
import { playWithClaude, says } from './lib/claude.mjs';
import { answers, phone } from './lib/people.mjs';
import { appears, until, vanishes } from './lib/wait.mjs';

const change = (id, contact, input) => ({
  type: 'tool_use',
  id,
  name: 'update_contact',
  input: { id: contact.id, ...input },
});

test('on a phone a card is edited where it stands, and told what is wrong in its own words', async () => {
  await playWithClaude({ viewport: phone, hasTouch: true, isMobile: true }, async (nora, peer) => {
    const { page } = nora;
    const [ada, bea] = await Promise.all(
      ['Ada Park', 'Bea Lind'].map((name) => nora.api('POST', '/api/contacts', { name })),
    );
    const blocks = [
      change('toolu_ada', ada, { phone: '+43 1 555 0100', metadata: { source: 'fair' } }),
      change('toolu_bea', bea, { phone: '+43 1 555 0200', job_position: 'Buyer' }),
    ];
    peer.setScript({ turns: [{ blocks }, says('Both are changed.')] });
    await page.goto('/assistant');
    const answer = await nora.say('Change both phones');
    const cards = answer.getByRole('group', { name: 'Change contact' });
    await cards.first().getByRole('button', { name: 'Edit' }).click();
    const field = cards.first().getByLabel('Phone');
    await until('the field can be typed into', () =>
      field.evaluate((element) => element === document.activeElement),
    );
    const { top, bottom } = await field.evaluate((element) => element.getBoundingClientRect());
    const log = await page.getByRole('log').evaluate((element) => {
      const { parentElement: scroller } = element;
      return scroller.getBoundingClientRect();
    });
    assert.ok(top >= log.top && bottom <= log.bottom, 'the field is in view');
    assert.deepEqual(await inaccessible(page), []);

    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('9'.repeat(60));
    await cards.first().getByRole('button', { name: 'Approve with your changes' }).click();
    const refusal = page.getByText(/^Phone: must have at most 50 characters/);
    await appears(refusal);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await vanishes(refusal);

    await field.fill('+43 1 555 0111');
    await cards.first().getByRole('button', { name: 'Approve with your changes' }).click();
    await cards.last().getByRole('button', { name: 'Approve' }).click();
    await appears(answers(page).last().getByText('Both are changed.'));
    const { items } = await nora.api('GET', '/api/contacts?sort=name');
    assert.deepEqual(
      items.map((item) => item.phone),
      ['+43 1 555 0111', '+43 1 555 0200'],
    );
    assert.deepEqual(peer.violations, []);
  });
});
