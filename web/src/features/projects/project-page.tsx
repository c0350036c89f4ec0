import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useState } from 'react';
import { listedRecord, recordQuery } from '@/api/records';
import { useSession } from '@/api/session';
import { lazyDialog } from '@/components/lazy-dialog';
import { Avatar } from '@/components/avatar';
import { isGone } from '@/components/records/editor';
import { History } from '@/components/records/history';
import { MetadataCard } from '@/components/records/metadata-card';
import { RecordPage, RecordPageSkeleton } from '@/components/records/record-page';
import { Section } from '@/components/records/section';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { DueDay, StatusMark } from '@/components/work/marks';
import { isFinished, workLabels, workText } from '@/lib/work';
import { t } from './messages';
import { OrganizationName } from './organization-name';
import { ProjectFacts } from './project-facts';
import classes from './project-page.module.css';
import { changeProject, type Project, projects } from './projects';

const ProjectForm = lazyDialog(() => import('./project-form'));
const ProjectDeleteDialog = lazyDialog(() => import('./project-delete-dialog'));

interface ProjectPageProps {
  id: string;
  // The tasks of the project; they come from another feature.
  tasks: (project: { id: string; name: string }) => ReactNode;
}

export function ProjectPage({ id, tasks }: ProjectPageProps) {
  const client = useQueryClient();
  const query = useQuery({
    ...recordQuery(projects, id),
    placeholderData: () => listedRecord<Project>(client, 'projects', id),
  });
  const failure = useFailure(query);
  // As it was when the form opened: what others change meanwhile is joined when it is saved.
  const [edited, setEdited] = useState<Project | null>(null);
  const navigate = useNavigate();
  const { data } = query;
  const edit = useCallback(() => setEdited(data ?? null), [data]);
  return (
    <>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} level={1} />
      ) : data ? (
        <Known project={data} tasks={tasks} onEdit={edit} />
      ) : (
        <RecordPageSkeleton />
      )}
      {edited && (
        <ProjectForm
          project={edited}
          gone={isGone(failure)}
          onCreated={(made) => void navigate({ to: '/projects/$id', params: { id: made.id } })}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

interface KnownProps {
  project: Project;
  tasks: ProjectPageProps['tasks'];
  onEdit: () => void;
}

function Known({ project, tasks, onEdit }: KnownProps) {
  const [deleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  const owns = useSession((state) => state.user?.id) === project.owner_id;
  const save = (changes: Partial<Project>) => changeProject(project, changes);

  return (
    <>
      <RecordPage
        list={{ to: '/projects', label: t.title }}
        name={project.name}
        avatar={<Avatar name={project.name} size={56} square />}
        subtitle={<Standing project={project} />}
        onEdit={onEdit}
        onDelete={() => setDeleting(true)}
        keptBecause={owns ? null : t.ownerDeletes}
        main={
          <>
            {tasks(project)}
            <Section title={t.facts}>
              <ProjectFacts project={project} save={save} />
            </Section>
            <MetadataCard
              metadata={project.metadata}
              onSave={(metadata) => save({ metadata: metadata as Project['metadata'] })}
            />
          </>
        }
        rail={
          <History
            type="project"
            id={project.id}
            title={t.activity}
            within
            labels={workLabels}
            text={workText}
          />
        }
      />
      {deleting && (
        <ProjectDeleteDialog
          project={project}
          onDelete={() => navigate({ to: '/projects' })}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}

// Where the project stands, at a glance.
function Standing({ project }: { project: Project }) {
  const { status, organization, due_date } = project;
  return (
    <span className={classes.standing}>
      <StatusMark status={status} />
      {organization && (
        <span dir="auto">
          <OrganizationName project={project} />
        </span>
      )}
      {due_date && <DueDay day={due_date} finished={isFinished(status)} />}
    </span>
  );
}
