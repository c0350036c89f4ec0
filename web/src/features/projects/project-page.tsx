import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useSession } from '@/api/session';
import { lazyDialog } from '@/components/lazy-dialog';
import { Avatar } from '@/components/avatar';
import { History } from '@/components/records/history';
import { MetadataCard } from '@/components/records/metadata-card';
import { RecordPage } from '@/components/records/record-page';
import { RecordView } from '@/components/records/record-view';
import { Section } from '@/components/records/section';
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
  const navigate = useNavigate();
  return (
    <RecordView
      api={projects}
      id={id}
      form={(project, gone, onClose) => (
        <ProjectForm
          project={project}
          gone={gone}
          onCreated={(made) => void navigate({ to: '/projects/$id', params: { id: made.id } })}
          onClose={onClose}
        />
      )}
    >
      {(project, onEdit) => <Known project={project} tasks={tasks} onEdit={onEdit} />}
    </RecordView>
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
