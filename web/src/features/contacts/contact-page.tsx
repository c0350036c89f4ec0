import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { lazyDialog } from '@/components/lazy-dialog';
import { Avatar } from '@/components/avatar';
import { Phone } from '@/components/phone';
import { deleteRecord, updateRecord } from '@/components/records/editor';
import { History } from '@/components/records/history';
import { InlineFact } from '@/components/records/inline-fact';
import { MetadataCard } from '@/components/records/metadata-card';
import { RecordPage } from '@/components/records/record-page';
import { RecordView } from '@/components/records/record-view';
import { Section } from '@/components/records/section';
import { TimeFacts } from '@/components/records/time-facts';
import { m } from '@/lib/messages';
import { type Contact, contactFields, contactLabels, contacts } from './contacts';

const ContactForm = lazyDialog(() => import('./contact-form'));

export function ContactPage({ id }: { id: string }) {
  const navigate = useNavigate();
  return (
    <RecordView
      api={contacts}
      id={id}
      form={(contact, gone, onClose) => (
        <ContactForm
          contact={contact}
          gone={gone}
          onCreated={(made) => void navigate({ to: '/contacts/$id', params: { id: made.id } })}
          onClose={onClose}
        />
      )}
    >
      {(contact, onEdit) => <Known contact={contact} onEdit={onEdit} />}
    </RecordView>
  );
}

function Known({ contact, onEdit }: { contact: Contact; onEdit: () => void }) {
  const navigate = useNavigate();

  const save = (changes: Record<string, unknown>) =>
    updateRecord(contacts, m.contacts, contactLabels, contact, changes);

  async function remove(): Promise<void> {
    await navigate({ to: '/contacts' });
    await deleteRecord(contacts, m.contacts, contact);
  }

  return (
    <>
      <RecordPage
        list={{ to: '/contacts', label: m.contacts.title }}
        name={contact.name}
        avatar={<Avatar name={contact.name} size={56} />}
        subtitle={<Work contact={contact} />}
        actions={<Reach contact={contact} />}
        onEdit={onEdit}
        onDelete={() => void remove()}
        main={
          <>
            <Section title={m.contacts.facts}>
              <Facts contact={contact} save={save} />
            </Section>
            <MetadataCard metadata={contact.metadata} onSave={(metadata) => save({ metadata })} />
          </>
        }
        rail={<History type="contact" id={contact.id} labels={contactLabels} />}
      />
    </>
  );
}

interface FactsProps {
  contact: Contact;
  save: (changes: Record<string, unknown>) => Promise<unknown>;
}

function Facts({ contact, save }: FactsProps) {
  const { email, phone } = contact;
  return (
    <dl style={{ margin: 0 }}>
      <InlineFact
        field="name"
        label={m.contacts.name}
        value={contact.name}
        facts={contactFields.name}
        onSave={(name) => save({ name })}
      />
      <InlineFact
        field="job_position"
        label={m.contacts.position}
        value={contact.job_position}
        facts={contactFields.job_position}
        onSave={(job_position) => save({ job_position })}
      />
      <InlineFact
        field="organization"
        label={m.contacts.organization}
        value={contact.organization}
        facts={contactFields.organization}
        onSave={(organization) => save({ organization })}
      >
        <OrganizationName contact={contact} />
      </InlineFact>
      <InlineFact
        field="email"
        label={m.contacts.email}
        value={email}
        facts={contactFields.email}
        type="email"
        onSave={(value) => save({ email: value })}
      >
        <a href={`mailto:${email}`}>{email}</a>
      </InlineFact>
      <InlineFact
        field="phone"
        label={m.contacts.phone}
        value={phone}
        facts={contactFields.phone}
        type="tel"
        onSave={(value) => save({ phone: value })}
      >
        <a href={`tel:${phone}`}>
          <Phone number={phone ?? ''} />
        </a>
      </InlineFact>
      <TimeFacts record={contact} />
    </dl>
  );
}

function Work({ contact }: { contact: Contact }) {
  const { job_position, organization } = contact;
  if (!job_position && !organization) return null;
  return (
    <>
      {job_position}
      {job_position && organization && ' · '}
      {organization && <OrganizationName contact={contact} />}
    </>
  );
}

function OrganizationName({ contact: { organization, organization_id } }: { contact: Contact }) {
  if (!organization_id) return <>{organization}</>;
  return (
    <Link to="/organizations/$id" params={{ id: organization_id }}>
      {organization}
    </Link>
  );
}

function Reach({ contact: { email, phone } }: { contact: Contact }) {
  return (
    <>
      {email && (
        <Button
          component="a"
          href={`mailto:${email}`}
          variant="default"
          leftSection={<IconMail size={16} />}
        >
          {m.contacts.email}
        </Button>
      )}
      {phone && (
        <Button
          component="a"
          href={`tel:${phone}`}
          variant="default"
          leftSection={<IconPhone size={16} />}
        >
          {m.contacts.callShort}
        </Button>
      )}
    </>
  );
}
