// Every page and every important state of it, light and dark, on a desktop and on a phone: pictures to look at in
// output/screenshots/, and nothing that axe finds inaccessible.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { inaccessible } from './lib/axe.mjs';
import { heldAfter, key, says } from './lib/claude.mjs';
import { answers, desktop, Person, phone } from './lib/people.mjs';
import { claude } from './lib/stage.mjs';
import { appears, settled, until } from './lib/wait.mjs';
import { furnishWork } from './lib/work.mjs';

const folder = fileURLToPath(new URL('./output/screenshots/', import.meta.url));
await mkdir(folder, { recursive: true });

const looks = [
  { look: 'light', colorScheme: 'light', viewport: desktop },
  { look: 'dark', colorScheme: 'dark', viewport: desktop },
  { look: 'phone-light', colorScheme: 'light', viewport: phone, isMobile: true, hasTouch: true },
  { look: 'phone-dark', colorScheme: 'dark', viewport: phone, isMobile: true, hasTouch: true },
];

const contacts = [
  [
    'Ada Park',
    'Chief Technology Officer',
    'Initech',
    'ada.park@initech.example',
    '+43 660 1234567',
  ],
  [
    'Marcus Webb',
    'Account Executive',
    'Globex Corporation',
    'marcus@globex.example',
    '+1 415 555 2671',
  ],
  [
    'Zoë Ångström',
    'Head of Procurement',
    'Brightwater',
    'zoe@brightwater.example',
    '+46 8 123 456 78',
  ],
  ['Kenji Tanaka', 'Product Manager', 'Globex Corporation', 'k.tanaka@globex.example', null],
  ['Amara Okafor', 'Founder', 'Sunrise Foods', 'amara@sunrise.example', '+44 20 7946 0958'],
  ['Lucía Fernández', 'Legal Counsel', 'Initech', 'lucia@initech.example', null],
  ['Tom Becker', null, null, 'tom.becker@mail.example', '+49 30 901820'],
  ['Priya Raman', 'Data Scientist', 'Initech', null, null],
];
const organizations = [
  ['Initech', 'Software', 'Makes the software that everybody needs and nobody has heard of.'],
  ['Globex Corporation', 'Energy', 'Runs wind parks in the North Sea.'],
  ['Brightwater', 'Water and utilities', null],
];

async function furnish(person) {
  for (const [name, industry, description] of organizations) {
    await person.api('POST', '/api/organizations', { name, industry, description });
  }
  for (const [name, job_position, organization, email, telephone] of contacts) {
    await person.api('POST', '/api/contacts', {
      name,
      job_position,
      organization,
      email,
      phone: telephone,
    });
  }
  const { items } = await person.api('GET', '/api/contacts?search=ada');
  await person.api('PATCH', `/api/contacts/${items[0].id}`, {
    metadata: { Birthday: '12 May', 'Customer number': 4711 },
  });
  return items[0];
}

const told = `I found two people at **Globex Corporation**:

| Name | Position | Phone |
| --- | --- | --- |
| Marcus Webb | Account Executive | +1 415 555 2671 |
| Kenji Tanaka | Product Manager | |

1. Marcus answers fastest by *phone*.
2. Kenji has no number yet; shall I add one? \`k.tanaka@globex.example\` is his address.`;

for (const { look, ...settings } of looks) {
  test(`every page is accessible and fits: ${look}`, { timeout: 900_000 }, async (t) => {
    let problems = [];
    t.beforeEach(() => (problems = []));
    t.afterEach(() => assert.deepEqual(problems, []));

    async function shoot(page, name) {
      await settled(page);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wider > 0) problems.push(`${name}: ${wider} px wider than the screen`);
      problems.push(...(await inaccessible(page)).map((problem) => `${name}: ${problem}`));
      await page.screenshot({ path: join(folder, `${name}-${look}.png`), animations: 'disabled' });
    }

    await t.test('signing up and in', () =>
      Person.play({ account: false, ...settings }, async ({ page }) => {
        await page.goto('/register');
        await appears(page.getByRole('button', { name: 'Create account' }));
        await shoot(page, 'register');
        await page.getByRole('button', { name: 'Create account' }).click();
        await shoot(page, 'register-refused');
        await page.goto('/login');
        await appears(page.getByRole('button', { name: 'Sign in' }));
        await shoot(page, 'login');
      }),
    );

    await t.test('a new account', () =>
      Person.play(settings, async (nora) => {
        const { page } = nora;
        const firsts = {
          contacts: 'Your people live here',
          organizations: 'The companies you follow',
          projects: 'Where work comes together',
          tasks: 'What is to be done',
        };
        for (const [name, heading] of Object.entries(firsts)) {
          await page.goto(`/${name}`);
          await appears(page.getByRole('heading', { name: heading }));
          await shoot(page, `${name}-empty`);
        }
        await page.goto('/assistant');
        await appears(page.getByRole('list', { name: 'Suggestions' }));
        await shoot(page, 'assistant-empty');
        await nora.say('I just met Ada Park, she is the CTO of Initech, save her');
        await shoot(page, 'assistant-saved');
        await nora.api('POST', '/api/contacts', { name: 'Jin Park', organization: 'Globex' });
        await nora.say("set Park's phone to +43 660 1234567");
        await shoot(page, 'assistant-question');
        await page
          .getByRole('group', { name: 'Choose an answer' })
          .getByRole('button')
          .first()
          .click();
        await until('the choice is answered', async () => (await answers(page).count()) === 3);
        await nora.say('delete Ada Park');
        await shoot(page, 'assistant-approval');
        await page.goto('/settings?tab=models');
        const addClaude = page.getByRole('button', { name: 'Add key: Claude' }).first();
        await appears(addClaude);
        await shoot(page, 'models-empty');
        await addClaude.click();
        await shoot(page, 'models-form');
      }),
    );

    await t.test('the records', () =>
      Person.play(settings, async (nora) => {
        const { page } = nora;
        const ada = await furnish(nora);
        await page.goto('/contacts');
        await appears(page.getByText('Ada Park').first());
        await shoot(page, 'contacts');
        await page.goto('/contacts?organization=Initech&q=a');
        await appears(page.getByText('Ada Park').first());
        await shoot(page, 'contacts-filtered');
        await page.goto('/contacts?q=nobody');
        await appears(page.getByRole('heading', { name: 'No match' }));
        await shoot(page, 'contacts-no-match');
        await page.goto('/contacts?new=true');
        await appears(page.getByRole('dialog'));
        await shoot(page, 'contact-new');
        await page.goto(`/contacts/${ada.id}`);
        await appears(page.getByText('Birthday', { exact: true }));
        await shoot(page, 'contact');
        await page.goto('/organizations');
        await appears(page.getByText('Brightwater').first());
        await shoot(page, 'organizations');
        await page.goto(`/organizations/${ada.organization_id}`);
        await appears(page.getByRole('link', { name: /Priya Raman/ }));
        await shoot(page, 'organization');
        await page.goto('/settings');
        await appears(page.getByText('This device'));
        await shoot(page, 'settings-profile');
        await page.getByRole('button', { name: 'Account menu' }).click();
        await appears(page.getByRole('menuitem', { name: 'Sign out' }));
        await shoot(page, 'account-menu');
        await page.keyboard.press('Escape');
        await page.goto('/assistant');
        await appears(page.getByRole('list', { name: 'Suggestions' }));
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: /Search/ }).fill('a');
        await appears(page.getByRole('option', { name: /Ada Park/ }));
        await shoot(page, 'palette');
        await page.keyboard.press('Escape');
      }),
    );

    await t.test('projects and tasks', () =>
      Person.play(settings, async (nora) => {
        const { page } = nora;
        const { id } = await nora.api('POST', '/api/organizations', { name: 'Globex Corporation' });
        const { project } = await furnishWork(nora);
        await page.goto(`/organizations/${id}`);
        await appears(page.getByRole('link', { name: /Wind park rollout/ }));
        await shoot(page, 'organization-projects');
        await page.goto('/projects');
        await appears(page.getByText('Wind park rollout'));
        await shoot(page, 'projects-board');
        await page.getByRole('button', { name: 'Actions for Office move' }).click();
        await appears(page.getByRole('menuitem', { name: 'Change status…' }));
        await shoot(page, 'projects-board-menu');
        await page.goto('/projects?view=list');
        await appears(page.getByText('Wind park rollout'));
        await shoot(page, 'projects-list');
        await page.goto('/projects?new=true');
        await appears(page.getByRole('dialog'));
        await shoot(page, 'project-new');
        await page.goto(`/projects/${project.id}`);
        await appears(page.getByRole('checkbox', { name: 'Finish Order the turbines' }));
        await appears(page.getByRole('region', { name: 'Activity' }).getByRole('listitem').last());
        await shoot(page, 'project');
        await page.getByRole('button', { name: 'Edit: Assignees' }).click();
        await appears(page.getByRole('option', { name: 'Nora Newcomer' }));
        await shoot(page, 'project-assignees');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Actions for Wind park rollout' }).click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        await appears(page.getByText('Its 5 tasks go with it.'));
        await shoot(page, 'project-delete');
        await page.goto('/tasks');
        await appears(page.getByText('Order the turbines'));
        await shoot(page, 'tasks');
        await page.getByRole('button', { name: 'Filter' }).click();
        await appears(page.getByRole('dialog'));
        await shoot(page, 'tasks-filter');
        await page.goto('/tasks?group=due_date&assignee_id=me');
        await appears(page.getByText('Order the turbines'));
        await shoot(page, 'tasks-mine');
        await page.getByRole('link', { name: 'Order the turbines' }).click();
        await appears(page.getByRole('dialog', { name: 'Task' }));
        await shoot(page, 'task');
      }),
    );

    await t.test('many records, members and feedback', () =>
      Person.play(settings, async (nora) => {
        const { page } = nora;
        await furnish(nora);
        await page.goto('/contacts');
        await appears(page.getByText('Ada Park').first());
        await page.getByRole('button', { name: 'Filter' }).click();
        await appears(page.getByRole('dialog'));
        await shoot(page, 'contacts-filter');
        await page.keyboard.press('Escape');
        await page.goto('/contacts?organization=Initech&email=');
        await appears(page.getByText('Priya Raman').first());
        await shoot(page, 'contacts-not-set');
        await page.goto('/contacts');
        await appears(page.getByText('Ada Park').first());
        await page.keyboard.press('Control+a');
        await page.getByRole('checkbox', { name: 'Select Kenji Tanaka' }).click();
        await appears(page.getByRole('toolbar', { name: 'Selected rows' }));
        await shoot(page, 'contacts-selected');
        await page.keyboard.press('e');
        await appears(page.getByRole('dialog'));
        await shoot(page, 'contacts-bulk-edit');
        await page.keyboard.press('Escape');
        await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
        await appears(page.getByRole('dialog'));
        await shoot(page, 'contacts-bulk-delete');

        await page.goto('/settings?tab=members');
        const email = `ada-${look}-${process.pid}@initech.example`;
        await page.getByLabel('Email', { exact: true }).fill(email);
        await page.getByRole('button', { name: 'Invite', exact: true }).click();
        const link = page.getByRole('textbox', { name: 'Invitation link' });
        await appears(link);
        const url = await link.inputValue();
        await shoot(page, 'settings-members');
        await page.goto('/feedback');
        await appears(page.getByLabel('Message'));
        await shoot(page, 'feedback');
        await page.goto('/feedback?tab=received');
        await appears(page.getByRole('heading', { name: 'Nothing yet' }));
        await shoot(page, 'feedback-none');
        const said = [
          ['bug', 'The list forgets where I was when I come back from a person.', '/contacts'],
          ['idea', 'A map of all organizations would be lovely for planning a trip.', null],
          ['praise', 'Undo everywhere. I am never afraid to try something.', '/assistant'],
        ];
        for (const [kind, message, about] of said) {
          await nora.api('POST', '/api/feedback', { kind, message, page: about });
        }
        const { items } = await nora.api('GET', '/api/feedback?kind=idea');
        await nora.api('PATCH', `/api/feedback/${items[0].id}`, { status: 'done' });
        await page.reload();
        await appears(page.getByRole('list', { name: 'Feedback received' }));
        await shoot(page, 'feedback-received');
        await page.goto('/feedback');
        await page.getByLabel('Message').fill('Thank you for the keyboard.');
        await page.getByRole('button', { name: 'Send feedback' }).click();
        await appears(page.getByRole('heading', { name: 'Thank you' }));
        await shoot(page, 'feedback-thanks');

        await Person.play({ account: false, ...settings }, async (ada) => {
          ada.expects(/422.*\/api\/auth\/invitation/);
          await ada.page.goto(url);
          await appears(ada.page.getByRole('button', { name: 'Join' }));
          await shoot(ada.page, 'join');
          await ada.page.goto('/login');
          await ada.page.goto('/register#invitation=nonsense');
          await appears(ada.page.getByRole('heading', { name: /no longer works/ }));
          await shoot(ada.page, 'join-refused');
        });
      }),
    );

    await t.test('Claude at work', async () => {
      const peer = await claude();
      peer.setScript({ keys: [key] });
      await Person.play(settings, async (nora) => {
        const { page } = nora;
        await furnish(nora);
        await nora.api('PUT', '/api/model-keys/anthropic', { key });
        const call = (id, name, input) => ({ type: 'tool_use', id, name, input });
        const thinking = {
          type: 'thinking',
          thinking: 'The user wants to know who works at Globex.\nI look them up before I answer.',
          signature: 'c2ln',
        };
        const lookUp = {
          blocks: [thinking, call('toolu_1', 'find_contacts', { search: 'Globex' })],
        };
        peer.setScript({
          turns: [lookUp, says(told), heldAfter(says(`Here it comes. ${told}`), 'two people')],
        });
        await page.goto('/assistant');
        const answer = await nora.say('Who do we know at Globex, and how do I reach them?');
        await answer.locator('summary').first().click();
        await shoot(page, 'assistant-claude');
        await nora.begin('And once more, please');
        await appears(page.getByText('Here it comes.'));
        await shoot(page, 'assistant-streaming');
        peer.release();
        await appears(page.getByRole('button', { name: 'Send message' }));
        await page.goto('/settings?tab=models');
        await appears(page.getByText('Works', { exact: true }).first());
        await shoot(page, 'models');
        await page.goto('/settings?tab=integrations');
        await appears(page.getByText('Connected: Claude'));
        await shoot(page, 'integrations');
        await nora.api('PUT', '/api/workspace/usage-limit', { limit_micros: 500 });
        await page.goto('/settings?tab=usage');
        await appears(page.getByText('spent this month', { exact: false }));
        await shoot(page, 'settings-usage');
      });
    });

    await t.test('what went wrong', () =>
      Person.play(settings, async (nora) => {
        const { page } = nora;
        nora.expects(/404|ERR_FAILED|ERR_INTERNET_DISCONNECTED/);
        await page.goto('/no-such-page');
        await appears(page.getByRole('heading', { name: 'There is nothing here' }));
        await shoot(page, 'not-found');
        await page.goto('/contacts/01890000-0000-7000-8000-000000000000');
        await appears(page.getByRole('heading', { name: 'There is nothing here' }));
        await shoot(page, 'contact-not-found');
        await page.route('**/api/organizations**', (route) => route.abort());
        await page.goto('/organizations');
        await appears(page.getByRole('heading', { name: 'Parley cannot be reached' }), 40_000);
        await shoot(page, 'organizations-error');
        await appears(page.getByText('Parley cannot be reached. Trying again…'));
        await page.route('**/api/{projects,tasks}**', (route) => route.abort());
        for (const name of ['projects', 'tasks']) {
          await page.goto(`/${name}`);
          await appears(page.getByRole('heading', { name: 'Parley cannot be reached' }), 40_000);
          await shoot(page, `${name}-error`);
        }
        await page.goto('/organizations');
        await page.unroute('**/api/organizations**');
        await appears(page.getByRole('heading', { name: 'The companies you follow' }));
        await nora.context.setOffline(true);
        await appears(page.getByText('You are offline.'));
        await shoot(page, 'offline');
        await nora.context.setOffline(false);
      }),
    );
  });
}
