import { None } from '@/components/none';
import { dateColumns } from '@/components/records/date-columns';
import type { Column } from '@/components/records/record-table';
import { DueDay, PeopleMark, StatusMark, StatusSign } from '@/components/work/marks';
import { dueTextOf, isFinished, w } from '@/lib/work';
import classes from './project-columns.module.css';
import type { Project } from './projects';

function ProjectName({ name }: { name: string }) {
  return (
    <span className={classes.name} dir="auto">
      {name}
    </span>
  );
}

function NarrowProject({ project }: { project: Project }) {
  const { name, status, organization, due_date } = project;
  return (
    <span className={classes.project}>
      <ProjectName name={name} />
      <span className={classes.line}>
        <StatusSign status={status} />
        <span className={classes.second}>{organization ?? w.statuses[status]}</span>
        {due_date && <DueDay day={due_date} finished={isFinished(status)} />}
      </span>
    </span>
  );
}

export const projectColumns: readonly Column<Project>[] = [
  {
    id: 'name',
    label: w.name,
    width: 'minmax(200px, 2.2fr)',
    sortable: true,
    render: (project, narrow) =>
      narrow ? <NarrowProject project={project} /> : <ProjectName name={project.name} />,
  },
  {
    id: 'status',
    label: w.status,
    width: '124px',
    sortable: true,
    edit: { key: 's', text: ({ status }) => w.statuses[status] },
    render: ({ status }) => <StatusMark status={status} />,
  },
  {
    id: 'organization',
    label: w.organization,
    width: 'minmax(100px, 1.4fr)',
    sortable: true,
    render: ({ organization }) => organization ?? <None />,
  },
  {
    id: 'assignees',
    label: w.assignees,
    width: 'minmax(120px, 1.5fr)',
    edit: { key: 'a' },
    render: ({ assignees }) => <PeopleMark people={assignees} />,
  },
  {
    id: 'due_date',
    label: w.due,
    width: 'minmax(140px, 0.9fr)',
    sortable: true,
    edit: { key: 'd', text: dueTextOf },
    render: ({ due_date, status }) => <DueDay day={due_date} finished={isFinished(status)} />,
  },
  ...dateColumns<Project>('78px'),
];
