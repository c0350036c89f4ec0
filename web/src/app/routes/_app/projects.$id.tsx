import { createFileRoute } from '@tanstack/react-router';
import { queryClient } from '@/api/query-client';
import { ProjectPage } from '@/features/projects/project-page';
import { ProjectTasks } from '@/features/tasks/project-tasks';
import { tasksOfProject } from '@/features/tasks/tasks';

export const Route = createFileRoute('/_app/projects/$id')({
  // Asked for together with the project, not after it.
  loader: ({ params }) => {
    void queryClient.prefetchInfiniteQuery(tasksOfProject(params.id));
  },
  component: Project,
  codeSplitGroupings: [['loader', 'component']],
});

function Project() {
  const { id } = Route.useParams();
  return <ProjectPage key={id} id={id} tasks={(project) => <ProjectTasks project={project} />} />;
}
