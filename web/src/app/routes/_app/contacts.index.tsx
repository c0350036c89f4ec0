import { createFileRoute } from '@tanstack/react-router';
import { queryClient } from '@/api/query-client';
import { pagesQuery } from '@/api/pages';
import { contactShape } from '@/features/contacts/contact-address';
import { contacts } from '@/features/contacts/contacts';
import { ContactsPage } from '@/features/contacts/contacts-page';
import { isNewStep, listQuery, listSearch } from '@/lib/list-search';

export const Route = createFileRoute('/_app/contacts/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, contactShape),
  loaderDeps: ({ search }) => search,
  // Not awaited: the page shows its skeleton meanwhile.
  loader: ({ deps }) => {
    void queryClient.prefetchInfiniteQuery(pagesQuery(contacts, listQuery(deps, contactShape)));
  },
  component: Contacts,
  codeSplitGroupings: [['loader', 'component']],
});

function Contacts() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ContactsPage
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: !isNewStep(search, next) })}
    />
  );
}
