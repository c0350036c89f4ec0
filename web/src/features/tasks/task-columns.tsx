import { None } from '@/components/none';
import { dateColumns } from '@/components/records/date-columns';
import type { Column, Grouping } from '@/components/records/record-table';
import {
  DueDay,
  PersonMark,
  PriorityMark,
  PrioritySign,
  StatusMark,
  StatusSign,
} from '@/components/work/marks';
import { dueGroupOf, dueSorter } from '@/lib/due';
import { dueTextOf, isFinished, w } from '@/lib/work';
import classes from './task-columns.module.css';
import type { Task } from './tasks';

function TaskName({ task }: { task: Task }) {
  return (
    <span className={classes.name} dir="auto" data-finished={isFinished(task.status) || undefined}>
      {task.name}
    </span>
  );
}

function NarrowTask({ task }: { task: Task }) {
  return (
    <span className={classes.task}>
      <TaskName task={task} />
      <span className={classes.line}>
        <StatusSign status={task.status} />
        <PrioritySign priority={task.priority} />
        {task.due_date && <DueDay day={task.due_date} finished={isFinished(task.status)} />}
        <span className={classes.project} dir="auto">
          {task.project.name}
        </span>
      </span>
    </span>
  );
}

export const taskColumns: readonly Column<Task>[] = [
  {
    id: 'name',
    label: w.name,
    width: 'minmax(190px, 2.3fr)',
    sortable: true,
    render: (task, narrow) => (narrow ? <NarrowTask task={task} /> : <TaskName task={task} />),
  },
  {
    id: 'status',
    label: w.status,
    width: '120px',
    sortable: true,
    edit: { key: 's', text: ({ status }) => w.statuses[status] },
    render: ({ status }) => <StatusMark status={status} />,
  },
  {
    id: 'priority',
    label: w.priority,
    width: '102px',
    sortable: true,
    edit: { key: 'p', text: ({ priority }) => w.priorities[priority] },
    render: ({ priority }) => <PriorityMark priority={priority} />,
  },
  {
    id: 'assignee',
    label: w.assignee,
    width: 'minmax(104px, 1.1fr)',
    edit: { key: 'a' },
    render: ({ assignee }) => (assignee ? <PersonMark name={assignee.name} /> : <None />),
  },
  {
    id: 'project',
    label: w.project,
    width: 'minmax(110px, 1.4fr)',
    render: ({ project }) => (
      // Followed by its row: a link of the router's own is slow to make, for rows that come and go.
      <a
        href={`/projects/${project.id}`}
        data-page-link
        className={classes.projectLink}
        // Out of the order of Tab, as all of a row is but its task, which leads there too.
        tabIndex={-1}
        dir="auto"
      >
        {project.name}
      </a>
    ),
  },
  {
    id: 'due_date',
    label: w.due,
    width: '158px',
    sortable: true,
    edit: { key: 'd', text: dueTextOf },
    render: ({ due_date, status }) => <DueDay day={due_date} finished={isFinished(status)} />,
  },
  ...dateColumns<Task>('62px'),
];

export const taskGroupings: Record<string, Grouping<Task>> = {
  status: {
    sorter:
      () =>
      ({ status }) =>
        status,
    heading: ({ status }) => <StatusMark status={status} />,
  },
  priority: {
    sorter:
      () =>
      ({ priority }) =>
        priority,
    heading: ({ priority }) => <PriorityMark priority={priority} />,
  },
  // Projects of one name lie together, since names are what they are ordered by.
  project: {
    sorter:
      () =>
      ({ project }) =>
        project.name.toLocaleLowerCase(),
    heading: ({ project }) => <span dir="auto">{project.name}</span>,
  },
  due_date: {
    sorter: () => {
      const groupOf = dueSorter();
      return ({ due_date }) => groupOf(due_date);
    },
    heading: ({ due_date }) => w.dueGroups[dueGroupOf(due_date)],
  },
};
