// The words and values that projects and tasks share.
import { asText } from './changes';
import { dayText, type DueGroup, type DueSpan, dueSpans, dueState, isDay, plainDay } from './due';
import { m } from './messages';

export const projectStatuses = [
  'planned',
  'in_progress',
  'on_hold',
  'completed',
  'cancelled',
] as const;
export const taskStatuses = ['todo', 'in_progress', 'done'] as const;
export const priorities = ['urgent', 'high', 'medium', 'low'] as const;

export type ProjectStatus = (typeof projectStatuses)[number];
export type TaskStatus = (typeof taskStatuses)[number];
export type Priority = (typeof priorities)[number];

export const w = {
  name: 'Name',
  status: 'Status',
  priority: 'Priority',
  assignee: 'Assignee',
  assignees: 'Assignees',
  project: 'Project',
  organization: 'Organization',
  dueDate: 'Due date',
  due: 'Due',
  statuses: {
    planned: 'Planned',
    in_progress: 'In progress',
    on_hold: 'On hold',
    completed: 'Completed',
    cancelled: 'Cancelled',
    todo: 'To do',
    done: 'Done',
  } satisfies Record<ProjectStatus | TaskStatus, string>,
  priorities: {
    urgent: 'Urgent',
    high: 'High',
    medium: 'Medium',
    low: 'Low',
  } satisfies Record<Priority, string>,
  spans: {
    overdue: 'Overdue',
    today: 'Today',
    this_week: 'This week',
    next_week: 'Next week',
    none: 'No due date',
  } satisfies Record<DueSpan, string>,
  dueGroups: {
    earlier: 'Earlier',
    today: 'Today',
    this_week: 'This week',
    next_week: 'Next week',
    later: 'Later',
    none: 'No due date',
  } satisfies Record<DueGroup, string>,
  overdue: (day: string) => `${day}, overdue`,
  noDueDate: 'No due date',
  noAssignee: 'Nobody',
  anybody: 'Anybody',
  me: 'Me',
  fieldOf: (field: string, name: string) => `${field} of ${name}:`,
  findMember: 'Search people…',
  findProject: 'Search projects…',
  noneFound: 'Nobody of that name.',
  noProjectFound: 'No such project.',
  choicesFailed: 'The choices did not load.',
  day: 'Day',
  tomorrow: 'Tomorrow',
  inAWeek: 'In a week',
  others: (count: number) => `+${count}`,
};

export const workLabels: Record<string, string> = {
  name: w.name,
  status: w.status,
  priority: w.priority,
  assignee: w.assignee,
  assignees: w.assignees,
  project: w.project,
  project_id: w.project,
  organization: w.organization,
  due_date: w.dueDate,
  metadata: 'More fields',
};

interface Choice {
  value: string;
  label: string;
}

// As a filter or a form offers them.
const choicesOf = <V extends string>(values: readonly V[], names: Record<V, string>) =>
  values.map((value) => ({ value, label: names[value] }));

export const projectStatusChoices = choicesOf(projectStatuses, w.statuses);
export const taskStatusChoices = choicesOf(taskStatuses, w.statuses);
export const priorityChoices = choicesOf(priorities, w.priorities);
export const dueChoices = choicesOf(dueSpans, w.spans);

// How a value of a project or a task reads.
export function workText(field: string, value: unknown): string {
  return typeof value === 'string' ? wordOf(field, value) : asText(value);
}

// A word of the API in a field of work, as people say it.
export function wordOf(field: string, word: string): string {
  if (field === 'status') return nameIn(w.statuses, word);
  if (field === 'priority') return nameIn(w.priorities, word);
  return field === 'due_date' && isDay(word) ? plainDay(word) : word;
}

// What a field of work can be set to, where it is one of a few words, `word` among them.
export function choicesBeside(field: string, word: string, ofProject: boolean) {
  const status = ofProject ? projectStatusChoices : taskStatusChoices;
  const choices = { status, priority: priorityChoices }[field] as readonly Choice[] | undefined;
  return choices?.some(({ value }) => value === word) ? choices : null;
}

// That work is late is said, not only coloured.
export function dueText(day: string, finished: boolean): string {
  const text = dayText(day);
  return dueState(day, finished) === 'overdue' ? w.overdue(text) : text;
}

export function dueTextOf(work: { due_date: string | null; status: string }): string {
  return work.due_date ? dueText(work.due_date, isFinished(work.status)) : m.common.none;
}

export function namesOf(people: readonly { name: string }[]): string {
  return people.map(({ name }) => name).join(', ');
}

function nameIn(names: Record<string, string>, value: string): string {
  return names[value] ?? value;
}

export function isFinished(status: string): boolean {
  return status === 'done' || status === 'completed' || status === 'cancelled';
}
