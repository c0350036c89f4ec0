import { createFileRoute } from '@tanstack/react-router';
import { ProjectPage } from '@/features/projects/project-page';
import { ProjectTasks } from '@/features/tasks/project-tasks';

export const Route = createFileRoute('/_app/projects/$id')({ component: Project });

function Project() {
  const { id } = Route.useParams();
  return <ProjectPage key={id} id={id} tasks={(project) => <ProjectTasks project={project} />} />;
}
