import { Link, useNavigate } from '@tanstack/react-router';
import { lazyDialog } from '@/components/lazy-dialog';
import { RelatedList } from '@/components/records/related-list';
import { DueDay, StatusMark } from '@/components/work/marks';
import { isFinished } from '@/lib/work';
import { t } from './messages';
import classes from './organization-projects.module.css';
import { projects } from './projects';

const ProjectForm = lazyDialog(() => import('./project-form'));

// The projects for one organization, for its page: what is under way comes first.
export function OrganizationProjects({ id, name }: { id: string; name: string }) {
  const navigate = useNavigate();
  return (
    <RelatedList
      api={projects}
      list={{ sort: 'status', filters: { organization_id: id } }}
      title={t.title}
      emptyText={t.noneHere}
      addLabel={t.start}
      form={(onClose) => (
        <ProjectForm
          given={{ organization: name }}
          onCreated={(made) => void navigate({ to: '/projects/$id', params: { id: made.id } })}
          onClose={onClose}
        />
      )}
      shownAtFirst={8}
      all={(total, className) => (
        <Link to="/projects" search={{ organization: name, view: 'list' }} className={className}>
          {t.all(total)}
        </Link>
      )}
    >
      {(project) => (
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
      )}
    </RelatedList>
  );
}
