// The kinds of records that scenarios speak of: how one is written for the server, and which of its
// fields are compared.
import { expectedDay } from './days.mjs';

const names = (people) => (people ?? []).map((person) => person.name).join(',');

/** In the order in which they are made: members and organizations first, so that others find theirs. */
export const kinds = [
  {
    list: 'organizations',
    one: 'organization',
    fields: ['name', 'description', 'industry'],
  },
  {
    list: 'contacts',
    one: 'contact',
    fields: ['name', 'email', 'phone', 'job_position', 'organization'],
  },
  {
    list: 'projects',
    one: 'project',
    fields: ['name', 'status', 'organization', 'assignees', 'due_date'],
    defaults: { status: 'planned' },
    shown: (record) => ({ ...record, assignees: names(record.assignees) }),
    written: ({ assignees, ...record }, world) => ({
      ...record,
      ...(assignees && { assignees: [assignees].flat().map((name) => world.members.get(name)) }),
    }),
  },
  {
    list: 'tasks',
    one: 'task',
    fields: ['name', 'status', 'priority', 'assignee', 'project', 'due_date'],
    defaults: { status: 'todo', priority: 'medium' },
    shown: (record) => ({
      ...record,
      assignee: record.assignee?.name,
      project: record.project.name,
    }),
    written: ({ project, assignee, ...record }, world) => ({
      ...record,
      project_id: world.projects.get(project),
      ...(assignee && { assignee: world.members.get(assignee) }),
    }),
  },
];

/** Fields as they are shown: with the days that are meant. */
export function settled(fields) {
  return {
    ...fields,
    ...(fields.due_date && { due_date: expectedDay(fields.due_date) }),
    ...(fields.assignees && { assignees: [fields.assignees].flat().join(',') }),
  };
}

/** A scenario's record with its days and what the server sets by itself. */
export function complete(kind, record) {
  return { ...kind.defaults, ...settled(record) };
}

/** A record as the fields that are set, in one order. */
export function bare(kind, record) {
  return Object.fromEntries(
    kind.fields.filter((field) => record[field]).map((field) => [field, record[field]]),
  );
}

/** Records for comparing and for showing: as text, in one order. */
export function sorted(kind, records) {
  return records.map((record) => JSON.stringify(bare(kind, record))).sort();
}
