import { createFileRoute } from '@tanstack/react-router';
import { queryClient } from '@/api/query-client';
import { pagesQuery } from '@/api/pages';
import { useListChange } from '@/app/use-list-change';
import { projectAddress } from '@/features/projects/project-address';
import { projects, projectShape } from '@/features/projects/projects';
import { ProjectsPage } from '@/features/projects/projects-page';
import { listQuery, listSearch } from '@/lib/list-search';

export const Route = createFileRoute('/_app/projects/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, projectAddress),
  loaderDeps: ({ search }) => search,
  // Not awaited: the page shows its skeleton meanwhile.
  loader: ({ deps }) => {
    void queryClient.prefetchInfiniteQuery(pagesQuery(projects, listQuery(deps, projectShape)));
  },
  component: Projects,
  // What a question about projects takes comes with their page.
  codeSplitGroupings: [['loader', 'component']],
});

function Projects() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const changed = useListChange(projectAddress);
  return <ProjectsPage search={search} onSearch={(change) => void navigate(changed(change))} />;
}
