import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { pagesQuery } from '@/api/pages';
import { lazyDialog } from '@/components/lazy-dialog';
import { Section } from '@/components/records/section';
import { problemText } from '@/components/undo-toast';
import { DueDay, StatusMark } from '@/components/work/marks';
import { isFinished } from '@/lib/work';
import { t } from './messages';
import classes from './organization-projects.module.css';
import { projects } from './projects';

const ProjectForm = lazyDialog(() => import('./project-form'));

const shownAtFirst = 8;

// The projects for one organization, for its page: what is under way comes first.
export function OrganizationProjects({ id, name }: { id: string; name: string }) {
  const [adding, setAdding] = useState(false);
  const navigate = useNavigate();
  const query = useInfiniteQuery(
    pagesQuery(projects, { sort: 'status', filters: { organization_id: id } }),
  );
  const list = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? null;
  return (
    <Section
      title={t.title}
      count={total}
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => setAdding(true)}
        >
          {t.start}
        </Button>
      }
    >
      {query.isError && list.length === 0 && (
        <p className={classes.note} role="alert">
          {problemText(query.error)}
        </p>
      )}
      {query.isSuccess && list.length === 0 && <p className={classes.note}>{t.noneHere}</p>}
      <ul className={classes.list}>
        {list.slice(0, shownAtFirst).map((project) => (
          <li key={project.id}>
            <Link to="/projects/$id" params={{ id: project.id }} className={classes.link}>
              <span className={classes.name} dir="auto">
                {project.name}
              </span>
              {project.due_date && (
                <DueDay day={project.due_date} finished={isFinished(project.status)} />
              )}
              <span className={classes.status}>
                <StatusMark status={project.status} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {total !== null && total > shownAtFirst && (
        <Link to="/projects" search={{ organization: name, view: 'list' }} className={classes.all}>
          {t.all(total)}
        </Link>
      )}
      {adding && (
        <ProjectForm
          given={{ organization: name }}
          onCreated={(made) => void navigate({ to: '/projects/$id', params: { id: made.id } })}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  );
}
