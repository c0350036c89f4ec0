// What the assistant may do without asking, as people set it, in the settings and on a card that asks.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inaccessible } from './lib/axe.mjs';
import { Person } from './lib/people.mjs';
import { appears, until } from './lib/wait.mjs';

const contacts = async (person) =>
  (await person.api('GET', '/api/contacts')).items.map(({ name }) => name);

const rule = (page, title) => page.getByRole('radiogroup', { name: title });

test('a tool that is blocked in the settings is not used, and is again once that is taken back', async () => {
  await Person.play({}, async (nora) => {
    await nora.page.goto('/settings?tab=assistant');
    const create = rule(nora.page, 'Create contact');
    await create.getByText('Block').click();
    await until('the choice is kept', async () => {
      const { items } = await nora.api('GET', '/api/tool-policies');
      return items.find(({ tool }) => tool === 'create_contact').policy === 'block';
    });
    const refused = await nora.api('POST', '/api/chat', { message: 'Add Ada Park' });
    assert.equal(refused.actions.at(-1).status, 'failed');
    assert.deepEqual(await contacts(nora), []);

    await nora.page.reload();
    assert.ok(await create.getByRole('radio', { name: 'Block' }).isChecked());
    await create.getByRole('radio', { name: 'Block' }).focus();
    await nora.page.keyboard.press('ArrowLeft');
    await nora.page.keyboard.press('ArrowLeft');
    await until('it may be used', async () => {
      const { items } = await nora.api('GET', '/api/tool-policies');
      return items.find(({ tool }) => tool === 'create_contact').policy === 'allow';
    });
    await nora.api('POST', '/api/chat', { message: 'Add Ada Park' });
    assert.deepEqual(await contacts(nora), ['Ada Park']);
    assert.deepEqual(await inaccessible(nora.page), []);
  });
});

test('what is always allowed on a card happens at once from then on', async () => {
  await Person.play({}, async (nora) => {
    for (const name of ['Ada Park', 'Bob Smith']) await nora.api('POST', '/api/contacts', { name });
    await nora.page.goto('/assistant');
    const answer = await nora.say('Delete Ada Park');
    await answer.getByRole('button', { name: 'Always allow' }).click();
    await appears(answer.getByText('Approved by you'));
    await until('it is gone', async () => (await contacts(nora)).length === 1);
    await appears(answer.getByText('I deleted Ada Park.'));
    await nora.say('Delete Bob Smith');
    assert.deepEqual(await contacts(nora), []);
    await nora.page.goto('/settings?tab=assistant');
    await appears(rule(nora.page, 'Delete contact'));
    assert.ok(
      await rule(nora.page, 'Delete contact').getByRole('radio', { name: 'Allow' }).isChecked(),
    );
  });
});

test('what an administrator sets holds for everybody, and is said so', async () => {
  await Person.play({}, async (nora) => {
    await Person.play({ name: 'Ben Member', invitedBy: nora }, async (ben) => {
      await nora.page.goto('/settings?tab=assistant');
      await nora.page.getByText('For everybody').click();
      await rule(nora.page, 'Create contact').getByText('Ask').click();
      await until('it is kept', async () => {
        const { items } = await ben.api('GET', '/api/tool-policies');
        return items.find(({ tool }) => tool === 'create_contact').workspace === 'ask';
      });
      await ben.page.goto('/settings?tab=assistant');
      await appears(ben.page.getByText('The workspace sets “Ask”'));
      assert.equal(await ben.page.getByText('For everybody').count(), 0);
      const asked = await ben.api('POST', '/api/chat', { message: 'Add Ada Park' });
      assert.equal(asked.status, 'awaiting_approval');
    });
  });
});
