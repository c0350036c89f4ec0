// Projects and tasks as somebody has them, with days that stay where they are seen from today.

/** The day so many days from now, as the API writes days; by the clock of the browser's time zone. */
export function day(distance, timeZone = 'Europe/Vienna') {
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return there.format(Date.now() + distance * 86_400_000);
}

const projects = [
  ['Wind park rollout', 'in_progress', 'Globex Corporation', 12],
  ['Grid connection', 'in_progress', 'Globex Corporation', -3],
  ['New website', 'planned', 'Initech', 30],
  ['Water metering pilot', 'planned', 'Brightwater', 4],
  ['Office move', 'on_hold', null, null],
  ['Migration to the new ledger', 'completed', 'Initech', -20],
  ['Trade fair in Hamburg', 'cancelled', null, -60],
];

const tasks = [
  ['Order the turbines', 'in_progress', 'urgent', true, -1],
  ['Sign the contract with the port', 'todo', 'high', true, 0],
  ['Plan the crew for the first week', 'todo', 'medium', false, 2],
  ['Ask the harbour master about cranes', 'todo', 'low', false, null],
  ['Survey the ground', 'done', 'high', true, -9],
];

export async function furnishWork(person) {
  const me = await person.api('GET', '/api/me');
  const made = [];
  for (const [name, status, organization, due] of projects) {
    made.push(
      await person.api('POST', '/api/projects', {
        name,
        status,
        organization,
        due_date: due === null ? null : day(due),
        assignees: due === null ? [] : [me.id],
      }),
    );
  }
  for (const [name, status, priority, mine, due] of tasks) {
    await person.api('POST', '/api/tasks', {
      name,
      status,
      priority,
      project_id: made[0].id,
      assignee: mine ? me.id : null,
      due_date: due === null ? null : day(due),
    });
  }
  await person.api('POST', '/api/tasks', { name: 'Choose a designer', project_id: made[2].id });
  return { project: made[0], projects: made, me };
}
