// Projects on their board, in their list and on their page: carried from column to column, shared, and deleted with what
// they hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inaccessible } from './lib/axe.mjs';
import { playWithClaude, says } from './lib/claude.mjs';
import { pathIs, Person, phone, tabTo } from './lib/people.mjs';
import { undoOf } from './lib/toasts.mjs';
import { day, furnishWork } from './lib/work.mjs';
import { appears, settled, until, vanishes } from './lib/wait.mjs';

const column = (page, name) => page.getByRole('region', { name, exact: true });
const card = (page, name) => page.getByRole('link', { name: new RegExp(`^${name}`) });
const tasksOf = (page) => page.getByRole('list', { name: 'Tasks' });

async function stored(person, name) {
  const { items } = await person.api('GET', `/api/projects?name=${encodeURIComponent(name)}`);
  return items[0];
}

async function counts(page, name, wanted) {
  await until(`${name} counts ${wanted}`, async () =>
    (await column(page, name).locator('header').innerText()).endsWith(String(wanted)),
  );
}

test('a card is dragged to another column, counted there, and taken back by Undo', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnishWork(nora);
    await page.goto('/projects');
    const other = await nora.tab('/projects');
    await counts(page, 'Planned', 2);
    await appears(card(column(page, 'In progress'), 'Grid connection').getByText(/, overdue/));
    await card(page, 'New website').dragTo(column(page, 'On hold'));
    const undo = await undoOf(page, 'New website is updated.');
    await appears(card(column(page, 'On hold'), 'New website'));
    await counts(page, 'Planned', 1);
    await counts(page, 'On hold', 2);
    await appears(card(column(other, 'On hold'), 'New website'));
    assert.equal((await stored(nora, 'New website')).status, 'on_hold');
    await undo.click();
    await appears(card(column(page, 'Planned'), 'New website'));
    await counts(page, 'On hold', 1);
  });
});

test('a card that is dropped the moment it comes over a column is moved there', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnishWork(nora);
    await page.goto('/projects');
    await appears(card(page, 'New website'));
    const target = await column(page, 'On hold').elementHandle();
    await card(page, 'New website').evaluate(async (link, over) => {
      const dataTransfer = new DataTransfer();
      const fire = (element, type) =>
        element.dispatchEvent(
          new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }),
        );
      fire(link.closest('[draggable=true]'), 'dragstart');
      await new Promise(requestAnimationFrame);
      fire(over, 'dragover');
      fire(over, 'drop');
    }, target);
    await appears(card(column(page, 'On hold'), 'New website'));
    await until(
      'it is stored',
      async () => (await stored(nora, 'New website')).status === 'on_hold',
    );
  });
});

test('without a mouse: a card is lifted, carried, left, and put down in another column', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { keyboard } = page;
    await furnishWork(nora);
    await page.goto('/projects');
    await appears(card(page, 'New website'));
    await tabTo(card(page, 'New website'));
    const said = (text) => appears(page.locator('[aria-live="assertive"]').getByText(text));
    await keyboard.press('Space');
    await said('New website is lifted, in Planned.');
    await keyboard.press('ArrowRight');
    await keyboard.press('Escape');
    await said('New website stays where it was.');
    await keyboard.press('Space');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await said('New website over On hold.');
    await keyboard.press('Space');
    await appears(card(column(page, 'On hold'), 'New website'));
    await until('the card has the focus there', () =>
      card(column(page, 'On hold'), 'New website').evaluate(
        (link) => link === document.activeElement,
      ),
    );
    await until(
      'it is stored',
      async () => (await stored(nora, 'New website')).status === 'on_hold',
    );
    await keyboard.press('ArrowLeft');
    await until('the arrows go from card to card', () =>
      page.evaluate(() => document.activeElement.closest('[data-column="in_progress"]') !== null),
    );
    await keyboard.press('Enter');
    await pathIs(page, /^\/projects\/[\w-]+$/);
  });
});

test('a project’s page tells all about it; its tasks are added, changed, and deleted there', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { project } = await furnishWork(nora);
    await nora.api('PATCH', `/api/projects/${project.id}`, { metadata: { Budget: 'tight' } });
    await page.goto(`/projects/${project.id}`);
    await appears(page.getByRole('heading', { level: 1, name: 'Wind park rollout' }));
    for (const text of ['Globex Corporation', 'In progress', 'Nora Newcomer', 'tight']) {
      await appears(page.getByText(text).first());
    }
    await appears(tasksOf(page).getByText('Yesterday, overdue'));

    const name = page.getByRole('textbox', { name: 'Add a task…' });
    await name.fill('Paint the masts');
    await page.getByRole('button', { name: 'Add task' }).click();
    const line = tasksOf(page).getByRole('listitem').filter({ hasText: 'Paint the masts' });
    await appears(line);
    const activity = page.getByRole('region', { name: 'Activity' });
    await appears(activity.getByText('Paint the masts'));
    await line.getByRole('checkbox', { name: 'Finish Paint the masts' }).click();
    await appears(line.getByRole('checkbox', { name: 'Reopen Paint the masts' }));
    await line.getByRole('button', { name: 'Priority of Paint the masts: Medium' }).click();
    await page.getByRole('option', { name: 'High' }).click();
    await appears(line.getByRole('button', { name: 'Priority of Paint the masts: High' }));

    await line.getByRole('button', { name: 'Paint the masts', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Task' });
    await dialog.getByLabel('Name').fill('Paint all masts');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await vanishes(dialog);
    const renamed = tasksOf(page).getByRole('listitem').filter({ hasText: 'Paint all masts' });
    await renamed.getByRole('button', { name: 'Actions for Paint all masts' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await vanishes(renamed);
    const held = async () => (await nora.api('GET', `/api/projects/${project.id}/tasks`)).items;
    await until('it is gone from the project', async () => (await held()).length === 5);

    await page.getByRole('button', { name: 'Edit: Status' }).click();
    await page.getByRole('option', { name: 'Completed' }).click();
    await until(
      'the status is stored',
      async () => (await stored(nora, project.name)).status === 'completed',
    );
    await appears(activity.getByText('Completed'));
  });
});

test('deleting a project says how many tasks go with it, and Undo brings all of them back', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    const { project } = await furnishWork(nora);
    await page.goto(`/projects/${project.id}`);
    await page.getByRole('button', { name: 'Actions for Wind park rollout' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Wind park rollout?' });
    await appears(dialog.getByText('Its 5 tasks go with it.'));
    await dialog.getByRole('button', { name: 'Delete it and 5 tasks' }).click();
    const undo = await undoOf(page, 'Wind park rollout is deleted.');
    await pathIs(page, '/projects');
    await vanishes(card(page, 'Wind park rollout'));
    const tasks = async () => (await nora.api('GET', '/api/tasks?count=exact')).total;
    await until('the tasks are gone', async () => (await tasks()) === 1);
    await undo.click();
    await appears(card(column(page, 'In progress'), 'Wind park rollout'));
    assert.equal(await tasks(), 6);
    await page.goto('/projects?view=list');
    await page.getByRole('checkbox', { name: 'Select Wind park rollout' }).click();
    await page.getByRole('checkbox', { name: 'Select New website' }).click();
    await page.keyboard.press('Delete');
    const both = page.getByRole('dialog', { name: 'Delete 2 projects?' });
    await appears(both.getByText(/Their 6 tasks go with them\./));
  });
});

test('an assignee works on a shared project live, and cannot delete it', async () => {
  await Person.play({}, async (nora) => {
    await Person.play({ invitedBy: nora, name: 'Max Muster' }, async (max) => {
      const { project } = await furnishWork(nora);
      await max.page.goto('/projects');
      await appears(max.page.getByRole('heading', { name: 'Where work comes together' }));
      await nora.page.goto(`/projects/${project.id}`);
      await nora.page.getByRole('button', { name: 'Edit: Assignees' }).click();
      await nora.page.getByRole('option', { name: 'Max Muster' }).click();
      await nora.page.keyboard.press('Escape');
      await card(max.page, 'Wind park rollout').click();
      const finish = tasksOf(max.page).getByRole('checkbox', { name: 'Finish Order the turbines' });
      await appears(finish);
      await max.page.getByRole('button', { name: 'Actions for Wind park rollout' }).click();
      await appears(max.page.getByText('Only the owner of a project can delete it.'));
      const remove = max.page.getByRole('menuitem', { name: 'Delete' });
      assert.equal(await remove.isDisabled(), true);
      await max.page.keyboard.press('Escape');
      await finish.click();
      await appears(
        tasksOf(nora.page).getByRole('checkbox', { name: 'Reopen Order the turbines' }),
      );
      await appears(
        nora.page.getByRole('region', { name: 'Activity' }).getByText('Max Muster').first(),
      );
    });
  });
});

test('the people of a new project are searched by the server, and stay chosen while others are', async () => {
  await Person.play({}, async (nora) => {
    await Person.play({ invitedBy: nora, name: 'Max Muster' }, async () => {
      const { page } = nora;
      await page.goto('/projects?new=true');
      const dialog = page.getByRole('dialog', { name: 'New project' });
      await dialog.getByLabel('Name').fill('Harbour survey');
      const field = dialog.getByRole('combobox', { name: 'Assignees' });
      for (const name of ['Max Muster', 'Nora Newcomer']) {
        const asked = page.waitForRequest(
          (request) => new URL(request.url()).searchParams.get('search') === name,
        );
        await field.fill(name);
        await asked;
        await page.getByRole('option', { name }).click();
      }
      await dialog.getByRole('button', { name: 'Create project' }).click();
      await vanishes(dialog);
      const { assignees } = await stored(nora, 'Harbour survey');
      assert.deepEqual(assignees.map(({ name }) => name).sort(), ['Max Muster', 'Nora Newcomer']);
    });
  });
});

test('view, filters and search of projects live in the address and stay after a reload', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await furnishWork(nora);
    await page.goto('/projects');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await pathIs(page, '/projects?view=list');
    await page.getByRole('button', { name: 'Overdue', exact: true }).click();
    const rows = () => page.locator('[role="row"] [data-row-link]').count();
    await until('one is late', async () => (await rows()) === 1);
    await page.reload();
    await until('still one', async () => (await rows()) === 1);
    await page.getByRole('button', { name: 'Board', exact: true }).click();
    await pathIs(page, '/projects?due=overdue');
    await appears(card(column(page, 'In progress'), 'Grid connection'));
    assert.equal(await page.getByRole('region', { name: 'Completed' }).count(), 0);
    await page.goto('/projects?q=website');
    await appears(card(column(page, 'Planned'), 'New website'));
    await counts(page, 'In progress', 0);
  });
});

test('a first project leads to its page, where the first task is waited for', async () => {
  await Person.play({}, async (nora) => {
    const { page } = nora;
    await page.goto('/projects');
    await page.getByRole('button', { name: 'New project' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Wind park');
    await page.keyboard.press('Enter');
    await appears(page.getByRole('heading', { level: 1, name: 'Wind park' }));
    await appears(page.getByText('Nothing to do yet. Add the first task below.'));
    await page.getByRole('textbox', { name: 'Add a task…' }).fill('Begin');
    await page.keyboard.press('Enter');
    await appears(tasksOf(page).getByRole('checkbox', { name: 'Finish Begin' }));
  });
});

test('on a phone a project moves on by its menu, and every page fits and is accessible', async () => {
  await Person.play({ viewport: phone, isMobile: true, hasTouch: true }, async (nora) => {
    const { page } = nora;
    const { project } = await furnishWork(nora);
    await page.goto('/projects');
    await page.getByRole('button', { name: 'Actions for New website' }).tap();
    await page.getByRole('menuitem', { name: 'Change status…' }).tap();
    await page.getByRole('option', { name: 'Completed' }).tap();
    await until(
      'it is stored',
      async () => (await stored(nora, 'New website')).status === 'completed',
    );
    for (const path of ['/projects', '/projects?view=list', `/projects/${project.id}`, '/tasks']) {
      await page.goto(path);
      await appears(page.getByText('Wind park rollout').first());
      await settled(page);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.equal(wider, 0, path);
      assert.deepEqual(await inaccessible(page), [], path);
    }
  });
});

test('the assistant’s chips and links lead to projects and tasks', async () => {
  await playWithClaude({}, async (nora, peer) => {
    const { page } = nora;
    const { id } = await nora.api('POST', '/api/projects', { name: 'Wind park' });
    const input = { name: 'Order the turbines', project_id: id };
    peer.setScript({
      turns: [
        { blocks: [{ type: 'tool_use', id: 'toolu_1', name: 'create_task', input }] },
        says(`It is in [Wind park](/projects/${id}).`),
      ],
    });
    await page.goto('/assistant');
    const answer = await nora.say('The wind park needs its turbines ordered');
    await answer.getByRole('link', { name: 'Order the turbines' }).first().click();
    await appears(page.getByRole('dialog', { name: 'Task' }));
    await page.goBack();
    await pathIs(page, /^\/assistant/);
    await answer.getByRole('link', { name: 'Wind park' }).first().click();
    await appears(page.getByRole('heading', { level: 1, name: 'Wind park' }));
  });
});

test('on a phone a name without end is cut or broken, and never takes the day out of sight', async () => {
  await Person.play({ viewport: phone, isMobile: true, hasTouch: true }, async (nora) => {
    const { page } = nora;
    const name = 'Donaudampfschifffahrtsgesellschaft'.repeat(5);
    const project = await nora.api('POST', '/api/projects', {
      name,
      organization: name,
      due_date: day(-3),
    });
    await nora.api('POST', '/api/tasks', { name, project_id: project.id, due_date: day(-3) });
    for (const path of ['/projects?view=list', '/tasks', `/projects/${project.id}`]) {
      await page.goto(path);
      const due = page.locator('time[data-due]').first();
      await appears(due);
      await settled(page);
      const [shown, whole] = await due.evaluate((time) => [time.clientWidth, time.scrollWidth]);
      assert.ok(shown >= whole, `the day is cut on ${path}: ${shown} of ${whole}`);
    }
    const ends = await page
      .locator('main [dir="auto"]', { hasText: name })
      .evaluateAll((names) => names.map((one) => one.getBoundingClientRect().right));
    assert.ok(ends.length >= 4);
    assert.ok(Math.max(...ends) <= phone.width, `names end at ${ends}`);
  });
});
