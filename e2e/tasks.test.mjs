// Tasks of all projects: changed where they stand, gathered and filtered by the address, shared by people who are there
// at the same time.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pathIs, Person, phone, shortcut } from './lib/people.mjs';
import { undoOf } from './lib/toasts.mjs';
import { day, furnishWork } from './lib/work.mjs';
import { appears, settled, until, vanishes } from './lib/wait.mjs';

const rowOf = (page, name) => page.getByRole('row').filter({ hasText: name });
const cellOf = (page, name, label) =>
  rowOf(page, name).getByRole('button', { name: new RegExp(`^${label}:`) });
const taskNames = (page) =>
  page
    .locator('[role="row"] [data-row-link]')
    .evaluateAll((links) => links.map((link) => link.querySelector('[dir="auto"]').textContent));
const headings = (page) =>
  page
    .locator('[role="cell"][aria-colspan]')
    .evaluateAll((cells) => cells.map((cell) => cell.textContent));

async function shows(page, ...wanted) {
  await until(`${wanted.join(', ')} are there`, async () => {
    const there = await taskNames(page);
    return there.length === wanted.length && wanted.every((name) => there.includes(name));
  });
}

async function stored(person, name) {
  const { items } = await person.api('GET', `/api/tasks?name=${encodeURIComponent(name)}`);
  return items[0];
}

test('a task is made in its dialog, changed field by field where it stands, and deleted with Undo', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await nora.api('POST', '/api/projects', { name: 'Wind park' });
    await page.goto('/tasks');
    await page.getByRole('button', { name: 'New task' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Order the turbines');
    await dialog.getByRole('combobox', { name: 'Project' }).click();
    await page.getByRole('option', { name: 'Wind park' }).click();
    await dialog.getByRole('button', { name: 'Create task' }).click();
    await vanishes(dialog);

    await cellOf(page, 'Order the turbines', 'Status').click();
    await page.getByRole('option', { name: 'In progress' }).click();
    await cellOf(page, 'Order the turbines', 'Priority').click();
    await page.getByRole('option', { name: 'Urgent' }).click();
    await cellOf(page, 'Order the turbines', 'Assignee').click();
    await page.getByRole('option', { name: 'Nora Newcomer' }).click();
    await cellOf(page, 'Order the turbines', 'Due').click();
    await page.getByRole('button', { name: 'Tomorrow' }).click();
    await appears(cellOf(page, 'Order the turbines', 'Due').getByText('Tomorrow'));
    await until('all of it is stored', async () => {
      const { status, priority, assignee, due_date } = await stored(nora, 'Order the turbines');
      return (
        status === 'in_progress' &&
        priority === 'urgent' &&
        assignee?.name === 'Nora Newcomer' &&
        due_date === day(1)
      );
    });

    await page.getByRole('button', { name: 'Actions for Order the turbines' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const undo = await undoOf(page, 'Order the turbines is deleted.');
    await vanishes(rowOf(page, 'Order the turbines'));
    await undo.click();
    await appears(rowOf(page, 'Order the turbines'));
    assert.equal((await stored(nora, 'Order the turbines')).priority, 'urgent');
  });
});

test('without a project, the dialog for a task leads to a new one', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/tasks?new=true');
    const dialog = page.getByRole('dialog');
    await appears(dialog.getByText('there is none yet'));
    await dialog.getByRole('link', { name: 'Start a project' }).click();
    await pathIs(page, '/projects?new=true');
    await appears(page.getByRole('dialog', { name: 'New project' }));
  });
});

test('two quick changes of one row follow each other, without a conflict with oneself', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnishWork(nora);
    await page.goto('/tasks');
    await appears(rowOf(page, 'Sign the contract'));
    // The first change is still on its way when the second is made.
    let held;
    const release = new Promise((done) => (held = done));
    let patches = 0;
    await page.route('**/api/tasks/*', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      patches += 1;
      if (patches === 1) await release;
      return route.continue();
    });
    await cellOf(page, 'Sign the contract', 'Priority').click();
    await page.getByRole('option', { name: 'Low' }).click();
    await appears(cellOf(page, 'Sign the contract', 'Priority').getByText('Low'));
    await cellOf(page, 'Sign the contract', 'Status').click();
    await page.getByRole('option', { name: 'In progress' }).click();
    await cellOf(page, 'Sign the contract', 'Priority').click();
    await page.getByRole('option', { name: 'Urgent' }).click();
    assert.equal(patches, 1);
    held();
    await until('all three are stored', async () => {
      const { version, status, priority } = await stored(nora, 'Sign the contract with the port');
      return version === 4 && status === 'in_progress' && priority === 'urgent';
    });
    assert.equal(await page.getByRole('dialog').count(), 0);
    await appears(cellOf(page, 'Sign the contract', 'Priority').getByText('Urgent'));
  });
});

test('groups, filters and search live in the address, combine, and stay after a reload', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { project } = await furnishWork(nora);
    await page.goto('/tasks');
    await until('three groups', async () =>
      /^To do4,In progress1,Done1$/.test((await headings(page)).join()),
    );
    await page.getByRole('button', { name: 'Group by status' }).click();
    await page.getByRole('menuitemradio', { name: 'Due date' }).click();
    await pathIs(page, /group=due_date/);
    await until('days make the groups', async () =>
      /^Earlier2,Today1,.*No due date2$/.test((await headings(page)).join()),
    );

    await page.getByRole('button', { name: 'Overdue', exact: true }).click();
    await pathIs(page, /due=overdue/);
    await shows(page, 'Order the turbines');
    await appears(cellOf(page, 'Order the turbines', 'Due').getByText('Yesterday, overdue'));
    await page.getByRole('button', { name: 'Remove the filter Due' }).click();

    await page.getByRole('button', { name: 'Filter' }).click();
    const filters = page.getByRole('dialog');
    const priority = filters.getByRole('group', { name: 'Priority' });
    await priority.getByRole('button', { name: 'High' }).click();
    await priority.getByRole('button', { name: 'Low' }).click();
    await filters.getByRole('combobox', { name: 'Project' }).click();
    await filters.getByRole('option', { name: 'Wind park rollout' }).click();
    await filters.getByRole('button', { name: 'Apply' }).click();
    await pathIs(page, (path) => path.includes(project.id) && /priority=high%2Clow/.test(path));
    const found = [
      'Sign the contract with the port',
      'Ask the harbour master about cranes',
      'Survey the ground',
    ];
    await shows(page, ...found);
    await page.reload();
    await shows(page, ...found);
    await appears(page.getByRole('list', { name: 'Filters' }).getByText('Wind park rollout'));
    await page.getByRole('button', { name: 'My tasks' }).click();
    await shows(page, 'Sign the contract with the port', 'Survey the ground');
    await page.getByRole('searchbox').fill('survey');
    await shows(page, 'Survey the ground');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await until('all are back', async () => (await taskNames(page)).length === 6);
    await pathIs(page, '/tasks?group=due_date');
  });
});

test('somebody else’s change of the same field is put to the user; other fields join', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/412.*\/api\/tasks/);
    await furnishWork(nora);
    const { id } = await stored(nora, 'Order the turbines');
    await page.goto(`/tasks/${id}`);
    const dialog = page.getByRole('dialog', { name: 'Task' });
    await dialog.getByLabel('Name').fill('Order three turbines');
    await nora.api('PATCH', `/api/tasks/${id}`, { name: 'Order two turbines', priority: 'low' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' });
    await appears(conflict);
    assert.match(await conflict.innerText(), /Order three turbines[\s\S]*Order two turbines/);
    await conflict.getByRole('button', { name: 'Save this choice' }).click();
    await until('both are stored', async () => {
      const { name, priority } = await nora.api('GET', `/api/tasks/${id}`);
      return name === 'Order three turbines' && priority === 'low';
    });
  });
});

test('a task is found by its address wherever the list stands, and closing leaves the list', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    nora.expects(/404.*\/api\/tasks/);
    await furnishWork(nora);
    const { id } = await stored(nora, 'Survey the ground');
    await page.goto(`/tasks/${id}?status=todo`);
    const dialog = page.getByRole('dialog', { name: 'Task' });
    await appears(dialog);
    assert.equal(await dialog.getByLabel('Name').inputValue(), 'Survey the ground');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await pathIs(page, '/tasks?status=todo');
    await rowOf(page, 'Choose a designer')
      .getByRole('link', { name: /designer/ })
      .click();
    await appears(dialog);
    await pathIs(page, /^\/tasks\/[\w-]+\?status=todo$/);
    await page.goBack();
    await vanishes(dialog);
    await page.goto('/tasks/01890000-0000-7000-8000-000000000000');
    await appears(page.getByRole('heading', { name: 'There is nothing here' }));
  });
});

test('an assignee sees a task the moment it is given, and what others change', async () => {
  await Person.play({}, async (nora) => {
    await Person.play({ invitedBy: nora, name: 'Max Muster' }, async (max) => {
      await furnishWork(nora);
      await max.page.goto('/tasks?assignee_id=me');
      await appears(max.page.getByRole('heading', { name: 'No match' }));
      await nora.page.goto('/tasks');
      await cellOf(nora.page, 'Choose a designer', 'Assignee').click();
      await nora.page.getByRole('option', { name: 'Max Muster' }).click();
      await appears(rowOf(max.page, 'Choose a designer'));
      await appears(
        rowOf(max.page, 'Choose a designer').getByRole('link', { name: 'New website' }),
      );
      await cellOf(max.page, 'Choose a designer', 'Status').click();
      await max.page.getByRole('option', { name: 'Done' }).click();
      await appears(cellOf(nora.page, 'Choose a designer', 'Status').getByText('Done'));
    });
  });
});

test('many tasks are changed together and taken back by one Undo', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnishWork(nora);
    await page.goto('/tasks?status=todo');
    await until('four rows', async () => (await taskNames(page)).length === 4);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Edit 4 tasks' });
    await dialog.getByRole('button', { name: 'Set status of 4 tasks' }).click();
    const undo = await undoOf(page, 'Changed 4 tasks.');
    await vanishes(dialog);
    const done = async () => (await nora.api('GET', '/api/tasks?status=done')).items.length;
    await until('all are done', async () => (await done()) === 5);
    await undo.click();
    await until('they are to do again', async () => (await done()) === 1);
    await until('the page says so', async () => (await taskNames(page)).length === 4);
  });
});

test('without a mouse: rows, fields and the dialog are reached and changed', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { keyboard } = page;
    await furnishWork(nora);
    await page.goto('/contacts');
    await appears(page.getByRole('heading', { name: 'Your people live here' }));
    await shortcut(page, 'g m', '/tasks?assignee_id=me');
    await appears(rowOf(page, 'Sign the contract'));
    await keyboard.press('j');
    await until('the first row has the focus', () =>
      page.evaluate(() => document.activeElement.matches('[data-row-link]')),
    );
    await keyboard.press('p');
    await appears(page.getByRole('option', { name: 'Urgent' }));
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await appears(cellOf(page, 'Sign the contract', 'Priority').getByText('Medium'));
    await until('the row has the focus again', () =>
      page.evaluate(() => document.activeElement.matches('[data-row-link], [data-edit]')),
    );
    await keyboard.press('n');
    await keyboard.press('p');
    await pathIs(page, '/projects?new=true');
  });
});

test('on a phone a task is finished and taken up again with one tap', async () => {
  await Person.play({ viewport: phone, isMobile: true, hasTouch: true }, async (nora) => {
    const { page } = nora;
    await furnishWork(nora);
    await page.goto('/tasks');
    await page.getByRole('checkbox', { name: 'Finish Choose a designer' }).tap();
    await appears(page.getByRole('checkbox', { name: 'Reopen Choose a designer' }));
    await until(
      'it is stored',
      async () => (await stored(nora, 'Choose a designer')).status === 'done',
    );
    await settled(page);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(wider, 0);
  });
});

test('the project of a row leads to its page, without what the list was narrowed by', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { project } = await furnishWork(nora);
    await page.goto('/tasks?q=turbines');
    await rowOf(page, 'Order the turbines').getByRole('link', { name: project.name }).click();
    await pathIs(page, `/projects/${project.id}`);
    await appears(page.getByRole('heading', { level: 1, name: project.name }));
    await page.goBack();
    await pathIs(page, '/tasks?q=turbines');
    await appears(rowOf(page, 'Order the turbines'));
  });
});
