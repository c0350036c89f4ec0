import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import { Avatar } from '@/components/avatar';
import { deleteRecord, updateRecord } from '@/components/records/editor';
import { History } from '@/components/records/history';
import { InlineFact } from '@/components/records/inline-fact';
import { MetadataCard } from '@/components/records/metadata-card';
import { RecordPage } from '@/components/records/record-page';
import { RecordView } from '@/components/records/record-view';
import { Section } from '@/components/records/section';
import { TimeFacts } from '@/components/records/time-facts';
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
  // Its people and its projects; they come from other features.
  related: (organization: { id: string; name: string }) => ReactNode;
}

export function OrganizationPage({ id, related }: OrganizationPageProps) {
  const navigate = useNavigate();
  return (
    <RecordView
      api={organizations}
      id={id}
      form={(organization, gone, onClose) => (
        <OrganizationForm
          organization={organization}
          gone={gone}
          onCreated={(made) => void navigate({ to: '/organizations/$id', params: { id: made.id } })}
          onClose={onClose}
        />
      )}
    >
      {(organization, onEdit) => (
        <Known organization={organization} related={related} onEdit={onEdit} />
      )}
    </RecordView>
  );
}

interface KnownProps {
  organization: Organization;
  related: OrganizationPageProps['related'];
  onEdit: () => void;
}

function Known({ organization, related, onEdit }: KnownProps) {
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
            {related(organization)}
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
