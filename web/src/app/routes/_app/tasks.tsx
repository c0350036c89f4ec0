import { createFileRoute, useParams } from '@tanstack/react-router';
import { queryClient } from '@/api/query-client';
import { pagesQuery } from '@/api/pages';
import { useListChange } from '@/app/use-list-change';
import { taskAddress } from '@/features/tasks/task-address';
import { tasks, taskShape } from '@/features/tasks/tasks';
import { TasksPage } from '@/features/tasks/tasks-page';
import { listQuery, listSearch } from '@/lib/list-search';

export const Route = createFileRoute('/_app/tasks')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, taskAddress),
  loaderDeps: ({ search }) => search,
  // Not awaited: the page shows its skeleton meanwhile.
  loader: ({ deps }) => {
    void queryClient.prefetchInfiniteQuery(pagesQuery(tasks, listQuery(deps, taskShape)));
  },
  component: Tasks,
  // What a question about tasks takes comes with their page.
  codeSplitGroupings: [['loader', 'component']],
});

function Tasks() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const changed = useListChange(taskAddress);
  const { id } = useParams({ strict: false });
  return (
    <TasksPage
      search={search}
      onSearch={(change) => void navigate(changed(change))}
      taskId={id ?? null}
      onTask={(task) =>
        void (task
          ? navigate({ to: '/tasks/$id', params: { id: task }, search: true, resetScroll: false })
          : navigate({ to: '/tasks', search: true, resetScroll: false }))
      }
    />
  );
}
