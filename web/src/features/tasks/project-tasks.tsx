import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import type { FieldEdit } from '@/components/pick/work-field-pick';
import { RowMenu, type RowMenuState } from '@/components/records/row-menu';
import { Section } from '@/components/records/section';
import { problemText } from '@/components/undo-toast';
import { m } from '@/lib/messages';
import { t } from './messages';
import classes from './project-tasks.module.css';
import { QuickTask } from './quick-task';
import { TaskLine } from './task-line';
import { removeTask, type Task, tasksOfProject } from './tasks';

const TaskPick = lazyDialog(() => import('./task-pick'));
const TaskDialog = lazyDialog(() => import('./task-dialog'));

interface ProjectTasksProps {
  project: { id: string; name: string };
}

// The tasks of one project, for its page.
export function ProjectTasks({ project }: ProjectTasksProps) {
  const [edit, setEdit] = useState<FieldEdit<Task> | null>(null);
  const [menu, setMenu] = useState<RowMenuState<Task> | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const query = useInfiniteQuery(tasksOfProject(project.id));
  const list = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? null;
  const open = useCallback(({ id }: Task) => setOpened(id), []);

  return (
    <Section
      title={t.ofProject}
      count={total}
      action={
        <Link to="/tasks" search={{ project_id: project.id }} className={classes.all}>
          {t.allIn}
        </Link>
      }
    >
      {query.isPending && (
        <div className={classes.skeleton} aria-busy="true">
          <span className="visually-hidden">{m.common.loading}</span>
          <i />
          <i />
          <i />
        </div>
      )}
      {query.isError && list.length === 0 && (
        <p className={classes.note} role="alert">
          {problemText(query.error)}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => void query.refetch()}>
            {m.common.retry}
          </Button>
        </p>
      )}
      {query.isSuccess && list.length === 0 && <p className={classes.note}>{t.noneYet}</p>}
      <ul className={classes.list} aria-label={t.ofProject}>
        {list.map((task) => (
          <TaskLine key={task.id} task={task} onOpen={open} onEdit={setEdit} onMenu={setMenu} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
      {!query.isPending && <QuickTask projectId={project.id} />}
      <RowMenu
        state={menu}
        onClose={() => setMenu(null)}
        onOpen={open}
        onEdit={open}
        onDelete={removeTask}
      />
      {edit && <TaskPick edit={edit} onClose={() => setEdit(null)} />}
      {opened && <TaskDialog key={opened} id={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}
