import { IconBuilding } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import { deleteRecord } from '@/components/records/editor';
import type { FilterField } from '@/components/records/filter-button';
import { EmptyList } from '@/components/records/empty-list';
import { ListPage } from '@/components/records/list-page';
import type { BulkActions } from '@/components/records/selection-bar';
import { type ListChange, type ListSearch, withForm } from '@/lib/list-search';
import { m } from '@/lib/messages';
import { organizationColumns } from './organization-columns';
import { organizationShape } from './organization-address';
import { type Organization, organizationFields, organizations } from './organizations';

const OrganizationForm = lazyDialog(() => import('./organization-form'));

const filterFields: readonly FilterField[] = [
  { field: 'industry', label: m.organizations.industry, noneLabel: m.organizations.noIndustry },
  {
    field: 'description',
    label: m.organizations.description,
    noneLabel: m.organizations.noDescription,
    noneOnly: true,
  },
];

const bulk: BulkActions = {
  fields: [
    {
      field: 'industry',
      label: m.organizations.industry,
      maxLength: organizationFields.industry.maxLength,
    },
    {
      field: 'description',
      label: m.organizations.description,
      maxLength: organizationFields.description.maxLength,
    },
  ],
  countText: m.organizations.count,
  deleteText: m.organizations.deleteText,
};

interface OrganizationsPageProps {
  search: ListSearch;
  onSearch: (change: ListChange) => void;
}

export function OrganizationsPage({ search, onSearch }: OrganizationsPageProps) {
  const [edited, setEdited] = useState<Organization | null>(null);
  const setNew = (open: boolean) => onSearch((before) => withForm(before, open));
  const remove = useCallback((organization: Organization) => {
    void deleteRecord(organizations, m.organizations, organization);
  }, []);

  return (
    <>
      <ListPage
        api={organizations}
        title={m.organizations.title}
        countText={m.organizations.count}
        newLabel={m.organizations.new}
        searchHint={m.organizations.searchHint}
        columns={organizationColumns}
        shape={organizationShape}
        filterFields={filterFields}
        bulk={bulk}
        search={search}
        onSearch={onSearch}
        hrefOf={hrefOf}
        renderCompact={nothing}
        onNew={() => setNew(true)}
        onEdit={setEdited}
        onDelete={remove}
        empty={
          <EmptyList
            icon={<IconBuilding size={22} />}
            words={m.organizations}
            onNew={() => setNew(true)}
          />
        }
      />
      {search.new && <OrganizationForm onClose={() => setNew(false)} />}
      {edited && <OrganizationForm organization={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

const hrefOf = ({ id }: Organization) => `/organizations/${id}`;
const nothing = () => null;
