import { createFileRoute } from '@tanstack/react-router';
import { queryClient } from '@/api/query-client';
import { pagesQuery } from '@/api/pages';
import { useListChange } from '@/app/use-list-change';
import { contactShape } from '@/features/contacts/contact-address';
import { contacts } from '@/features/contacts/contacts';
import { ContactsPage } from '@/features/contacts/contacts-page';
import { listQuery, listSearch } from '@/lib/list-search';

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
  const changed = useListChange(contactShape);
  return <ContactsPage search={search} onSearch={(change) => void navigate(changed(change))} />;
}
