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
import { dueGroupOf } from '@/lib/due';
import { isFinished, w } from '@/lib/work';
import classes from './task-columns.module.css';
import type { Task } from './tasks';

export const taskColumns: readonly Column<Task>[] = [
  {
    id: 'name',
    label: w.name,
    width: 'minmax(190px, 2.3fr)',
    sortable: true,
    render: (task, narrow) => (
      <span className={classes.task}>
        <span
          className={classes.name}
          dir="auto"
          data-finished={isFinished(task.status) || undefined}
        >
          {task.name}
        </span>
        {narrow && (
          <span className={classes.line}>
            <StatusSign status={task.status} />
            <PrioritySign priority={task.priority} />
            {task.due_date && <DueDay day={task.due_date} finished={isFinished(task.status)} />}
            <span className={classes.project} dir="auto">
              {task.project.name}
            </span>
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'status',
    label: w.status,
    width: '120px',
    sortable: true,
    editKey: 's',
    render: ({ status }) => <StatusMark status={status} />,
  },
  {
    id: 'priority',
    label: w.priority,
    width: '102px',
    sortable: true,
    editKey: 'p',
    render: ({ priority }) => <PriorityMark priority={priority} />,
  },
  {
    id: 'assignee',
    label: w.assignee,
    width: 'minmax(104px, 1.1fr)',
    editKey: 'a',
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
    editKey: 'd',
    render: ({ due_date, status }) => <DueDay day={due_date} finished={isFinished(status)} />,
  },
  ...dateColumns<Task>('54px'),
];

export const taskGroupings: Record<string, Grouping<Task>> = {
  status: {
    of: ({ status }) => status,
    heading: ({ status }) => <StatusMark status={status} />,
  },
  priority: {
    of: ({ priority }) => priority,
    heading: ({ priority }) => <PriorityMark priority={priority} />,
  },
  // Projects of one name lie together, since names are what they are ordered by.
  project: {
    of: ({ project }) => project.name.toLocaleLowerCase(),
    heading: ({ project }) => <span dir="auto">{project.name}</span>,
  },
  due_date: {
    of: ({ due_date }) => dueGroupOf(due_date),
    heading: ({ due_date }) => w.dueGroups[dueGroupOf(due_date)],
  },
};
