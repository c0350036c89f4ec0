import { createFileRoute } from '@tanstack/react-router';
import { queryClient } from '@/api/query-client';
import { pagesQuery } from '@/api/pages';
import { useListChange } from '@/app/use-list-change';
import { organizationShape } from '@/features/organizations/organization-address';
import { organizations } from '@/features/organizations/organizations';
import { OrganizationsPage } from '@/features/organizations/organizations-page';
import { listQuery, listSearch } from '@/lib/list-search';

export const Route = createFileRoute('/_app/organizations/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, organizationShape),
  loaderDeps: ({ search }) => search,
  // Not awaited: the page shows its skeleton meanwhile.
  loader: ({ deps }) => {
    void queryClient.prefetchInfiniteQuery(
      pagesQuery(organizations, listQuery(deps, organizationShape)),
    );
  },
  component: Organizations,
  codeSplitGroupings: [['loader', 'component']],
});

function Organizations() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const changed = useListChange(organizationShape);
  return (
    <OrganizationsPage search={search} onSearch={(change) => void navigate(changed(change))} />
  );
}
