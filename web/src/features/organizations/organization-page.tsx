import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useState } from 'react';
import { listedRecord, recordQuery } from '@/api/records';
import { lazyDialog } from '@/components/lazy-dialog';
import { Avatar } from '@/components/avatar';
import { deleteRecord, isGone, updateRecord } from '@/components/records/editor';
import { History } from '@/components/records/history';
import { InlineFact } from '@/components/records/inline-fact';
import { MetadataCard } from '@/components/records/metadata-card';
import { RecordPage, RecordPageSkeleton } from '@/components/records/record-page';
import { Section } from '@/components/records/section';
import { TimeFacts } from '@/components/records/time-facts';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import {
  type Organization,
  organizationFields,
  organizationLabels,
  organizations,
} from './organizations';

const OrganizationForm = lazyDialog(() => import('./organization-form'));

interface OrganizationPageProps {
  id: string;
  // The people of the organization; they come from another feature.
  people: (organization: { id: string; name: string }) => ReactNode;
}

export function OrganizationPage({ id, people }: OrganizationPageProps) {
  const client = useQueryClient();
  const query = useQuery({
    ...recordQuery(organizations, id),
    placeholderData: () => listedRecord<Organization>(client, 'organizations', id),
  });
  const failure = useFailure(query);
  // As it was when the form opened: what others change meanwhile is joined when it is saved.
  const [edited, setEdited] = useState<Organization | null>(null);
  const navigate = useNavigate();
  const { data } = query;
  const edit = useCallback(() => setEdited(data ?? null), [data]);
  return (
    <>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} level={1} />
      ) : data ? (
        <Known organization={data} people={people} onEdit={edit} />
      ) : (
        <RecordPageSkeleton />
      )}
      {edited && (
        <OrganizationForm
          organization={edited}
          gone={isGone(failure)}
          onCreated={(made) => void navigate({ to: '/organizations/$id', params: { id: made.id } })}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

interface KnownProps {
  organization: Organization;
  people: OrganizationPageProps['people'];
  onEdit: () => void;
}

function Known({ organization, people, onEdit }: KnownProps) {
  const navigate = useNavigate();

  const save = (changes: Record<string, unknown>) =>
    updateRecord(organizations, m.organizations, organizationLabels, organization, changes);

  async function remove(): Promise<void> {
    await navigate({ to: '/organizations' });
    await deleteRecord(organizations, m.organizations, organization);
  }

  return (
    <>
      <RecordPage
        list={{ to: '/organizations', label: m.organizations.title }}
        name={organization.name}
        avatar={<Avatar name={organization.name} size={56} square />}
        subtitle={organization.industry}
        onEdit={onEdit}
        onDelete={() => void remove()}
        main={
          <>
            <Section title={m.organizations.facts}>
              <dl style={{ margin: 0 }}>
                <InlineFact
                  field="name"
                  label={m.organizations.name}
                  value={organization.name}
                  facts={organizationFields.name}
                  onSave={(name) => save({ name })}
                />
                <InlineFact
                  field="industry"
                  label={m.organizations.industry}
                  value={organization.industry}
                  facts={organizationFields.industry}
                  onSave={(industry) => save({ industry })}
                />
                <InlineFact
                  field="description"
                  label={m.organizations.description}
                  value={organization.description}
                  facts={organizationFields.description}
                  multiline
                  onSave={(description) => save({ description })}
                />
                <TimeFacts record={organization} />
              </dl>
            </Section>
            {people(organization)}
            <MetadataCard
              metadata={organization.metadata}
              onSave={(metadata) => save({ metadata })}
            />
          </>
        }
        rail={<History type="organization" id={organization.id} labels={organizationLabels} />}
      />
    </>
  );
}
