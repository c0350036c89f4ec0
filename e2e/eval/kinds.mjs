// The kinds of records that scenarios speak of: how one is written for the server, and which of its
// fields are compared.
import { expectedDay } from './days.mjs';

const names = (people) => (people ?? []).map((person) => person.name).join(',');

/** In the order in which they are made: members and organizations first, so that others find theirs. */
export const kinds = [
  { list: 'organizations', fields: ['name', 'description', 'industry'] },
  { list: 'contacts', fields: ['name', 'email', 'phone', 'job_position', 'organization'] },
  {
    list: 'projects',
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
    fields: ['name', 'status', 'priority', 'assignee', 'project', 'due_date'],
    defaults: { status: 'todo', priority: 'medium' },
    shown: (record) => ({ ...record, assignee: record.assignee?.name, project: record.project.name }),
    written: ({ project, assignee, ...record }, world) => ({
      ...record,
      project_id: world.projects.get(project),
      ...(assignee && { assignee: world.members.get(assignee) }),
    }),
  },
];

/** A scenario's record with its days and what the server sets by itself. */
export function complete(kind, record) {
  return {
    ...kind.defaults,
    ...record,
    ...(record.due_date && { due_date: expectedDay(record.due_date) }),
    ...(record.assignees && { assignees: [record.assignees].flat().join(',') }),
  };
}

/** A record as the fields that are set, in one order. */
export function bare(kind, record) {
  return Object.fromEntries(kind.fields.filter((field) => record[field]).map((field) => [field, record[field]]));
}
