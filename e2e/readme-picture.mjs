// npm run picture: takes the README's picture, docs/images/assistant.png, of a conversation that really happened.
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Person } from './lib/people.mjs';
import { appears } from './lib/wait.mjs';

const picture = fileURLToPath(new URL('../docs/images/assistant.png', import.meta.url));

test('the picture of the README', async () => {
  await mkdir(new URL('../docs/images/', import.meta.url), { recursive: true });
  await Person.play({ name: 'Nora Lindqvist' }, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/organizations', { name: 'Initech', industry: 'Software' });
    await nora.api('POST', '/api/contacts', {
      name: 'Lucía Fernández',
      job_position: 'Legal Counsel',
      organization: 'Initech',
      email: 'lucia@initech.example',
    });
    await page.goto('/assistant');
    for (const message of [
      'List my organizations',
      'Add the organization Brightwater, industry utilities',
    ]) {
      await nora.say(message);
      await page.getByRole('button', { name: 'New conversation' }).first().click();
      await appears(page.getByRole('list', { name: 'Suggestions' }));
    }
    await nora.say('I just met Ada Park, she is the CTO of Initech, save her');
    await nora.say('Who do we know at Initech?');
    await page.getByLabel('Message to the assistant').fill('Set her phone to +43 660 1234567');
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: picture, animations: 'disabled' });
  });
});
