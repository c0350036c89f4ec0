import { IconUsers } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import { LazyOrganizationInput } from '@/components/pick/lazy-inputs';
import { deleteRecord } from '@/components/records/editor';
import type { FilterField } from '@/components/records/filter-button';
import { EmptyList } from '@/components/records/empty-list';
import { ListPage } from '@/components/records/list-page';
import type { BulkActions } from '@/components/records/selection-bar';
import { type ListChange, type ListSearch, withForm } from '@/lib/list-search';
import { m } from '@/lib/messages';
import { ContactActions, contactColumns } from './contact-columns';
import { contactShape } from './contact-address';
import { type Contact, contactFields, contacts } from './contacts';

const ContactForm = lazyDialog(() => import('./contact-form'));

const filterFields: readonly FilterField[] = [
  {
    field: 'organization',
    label: m.contacts.organization,
    noneLabel: m.contacts.noOrganization,
    Input: LazyOrganizationInput,
  },
  { field: 'job_position', label: m.contacts.position, noneLabel: m.contacts.noPosition },
  { field: 'email', label: m.contacts.email, noneLabel: m.contacts.noEmail },
  { field: 'phone', label: m.contacts.phone, noneLabel: m.contacts.noPhone, noneOnly: true },
];

const bulk: BulkActions = {
  fields: [
    { field: 'organization', label: m.contacts.organization, Input: LazyOrganizationInput },
    {
      field: 'job_position',
      label: m.contacts.position,
      maxLength: contactFields.job_position.maxLength,
    },
    { field: 'phone', label: m.contacts.phone, maxLength: contactFields.phone.maxLength },
  ],
  countText: m.contacts.some,
  deleteText: m.contacts.deleteText,
};

interface ContactsPageProps {
  search: ListSearch;
  onSearch: (change: ListChange) => void;
}

export function ContactsPage({ search, onSearch }: ContactsPageProps) {
  const [edited, setEdited] = useState<Contact | null>(null);
  const setNew = (open: boolean) => onSearch((before) => withForm(before, open));
  const remove = useCallback((contact: Contact) => {
    void deleteRecord(contacts, m.contacts, contact);
  }, []);

  return (
    <>
      <ListPage
        api={contacts}
        title={m.contacts.title}
        countText={m.contacts.count}
        newLabel={m.contacts.new}
        searchHint={m.contacts.searchHint}
        columns={contactColumns}
        shape={contactShape}
        filterFields={filterFields}
        bulk={bulk}
        search={search}
        onSearch={onSearch}
        hrefOf={hrefOf}
        renderCompact={compact}
        onNew={() => setNew(true)}
        onEdit={setEdited}
        onDelete={remove}
        empty={
          <EmptyList icon={<IconUsers size={22} />} words={m.contacts} onNew={() => setNew(true)} />
        }
      />
      {search.new && <ContactForm onClose={() => setNew(false)} />}
      {edited && <ContactForm contact={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

const hrefOf = ({ id }: Contact) => `/contacts/${id}`;
const compact = (contact: Contact) => <ContactActions contact={contact} />;
