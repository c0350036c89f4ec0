const number = new Intl.NumberFormat();
const plural = (count: number, one: string, many: string) =>
  `${number.format(count)} ${count === 1 ? one : many}`;

export const t = {
  title: 'Projects',
  count: (count: number) => plural(count, 'project', 'projects'),
  some: (count: number) => plural(count, 'project', 'projects'),
  new: 'New project',
  create: 'Create project',
  edit: 'Edit project',
  searchHint: 'Search projects and organizations…',
  emptyTitle: 'Where work comes together',
  emptyText: 'A project holds the tasks that lead to one result, and the people who share them.',
  emptyAsk: 'Tell the assistant',
  deleteText: 'One Undo brings everything back.',
  created: (name: string) => `${name} is in your projects.`,
  updated: (name: string) => `${name} is updated.`,
  deleted: (name: string) => `${name} is deleted.`,
  noAssignee: 'Nobody assigned',
  noOrganization: 'No organization',
  mine: 'Assigned to me',
  facts: 'About',
  start: 'Start a project',
  noneHere: 'Projects that name this organization appear by themselves.',
  all: (count: number) => `Show all ${number.format(count)}`,
  activity: 'Activity',
  assigneesHint: 'They see the project and work on it; only its owner can delete it.',
  views: 'View',
  board: 'Board',
  list: 'List',
  nothingHere: 'Nothing here',
  boardHint:
    'Space lifts a card, the arrows take it to another column, Space puts it down, Escape leaves it.',
  changeStatus: 'Change status…',
  lifted: (name: string, status: string) => `${name} is lifted, in ${status}.`,
  over: (name: string, status: string) => `${name} over ${status}.`,
  dropped: (name: string, status: string) => `${name} is in ${status} now.`,
  left: (name: string) => `${name} stays where it was.`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteCounting: 'Looking for its tasks…',
  deleteWithTasks: (count: number) =>
    count === 0 ? 'It has no tasks.' : `Its ${plural(count, 'task goes', 'tasks go')} with it.`,
  deleteAllTasks: (count: number) =>
    count === 0
      ? 'They have no tasks.'
      : `Their ${plural(count, 'task goes', 'tasks go')} with them.`,
  deleteSubmit: 'Delete project',
  deleteSubmitWith: (count: number) => `Delete it and ${plural(count, 'task', 'tasks')}`,
  allTasksGo: 'All of their tasks go with them.',
  ownerDeletes: 'Only the owner of a project can delete it.',
};
