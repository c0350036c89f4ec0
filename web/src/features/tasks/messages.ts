const number = new Intl.NumberFormat();
const plural = (count: number, one: string, many: string) =>
  `${number.format(count)} ${count === 1 ? one : many}`;

export const t = {
  title: 'Tasks',
  count: (count: number) => plural(count, 'task', 'tasks'),
  some: (count: number) => plural(count, 'task', 'tasks'),
  new: 'New task',
  create: 'Create task',
  edit: 'Task',
  searchHint: 'Search tasks and projects…',
  emptyTitle: 'What is to be done',
  emptyText:
    'Tasks of all your projects come together here. Add the first one, or tell the assistant.',
  emptyAsk: 'Tell the assistant',
  deleteText: 'They disappear from their projects. One Undo brings all of them back.',
  created: (name: string) => `${name} is in your tasks.`,
  updated: (name: string) => `${name} is updated.`,
  deleted: (name: string) => `${name} is deleted.`,
  needsProject: 'A task belongs to a project, and there is none yet.',
  startProject: 'Start a project',
  noAssignee: 'Nobody assigned',
  mine: 'My tasks',
  history: 'History',
  openProject: 'Open the project',
  ofProject: 'Tasks',
  add: 'Add task',
  addHint: 'Add a task…',
  noneYet: 'Nothing to do yet. Add the first task below.',
  allIn: 'Show in Tasks',
  more: 'Show more',
  finish: (name: string) => `Finish ${name}`,
  reopen: (name: string) => `Reopen ${name}`,
};
