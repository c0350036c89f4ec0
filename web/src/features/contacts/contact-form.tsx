import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { FieldPair, FormDialog } from '@/components/form-dialog';
import { OrganizationInput } from '@/components/pick/organization-input';
import { createRecord, isGone, updateRecord } from '@/components/records/editor';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { type Contact, contactFields, contactLabels, contacts, type NewContact } from './contacts';
import classes from './contact-form.module.css';

interface ContactFormProps {
  // Without one, the form makes a new contact.
  contact?: Contact | undefined;
  // It was deleted while it is edited here.
  gone?: boolean;
  onCreated?: (made: Contact) => void;
  // Known beforehand, such as the organization whose page asks for a person.
  given?: Partial<NewContact>;
  onClose: () => void;
}

const names = ['name', 'job_position', 'organization', 'email', 'phone'] as const;
type Name = (typeof names)[number];

export default function ContactForm(props: ContactFormProps) {
  const { contact, given, onClose, onCreated } = props;
  const [refused, setRefused] = useState(false);
  const gone = (props.gone ?? false) || refused;
  const start: Partial<NewContact> = contact ?? given ?? {};
  const form = useForm<Name>({
    fields: contactFields,
    initial: Object.fromEntries(names.map((name) => [name, start[name] ?? ''])) as Record<
      Name,
      string
    >,
    onSubmit: async (values) => {
      if (contact && !gone) {
        const changes = Object.fromEntries(
          names.map((name) => [name, values[name].trim() || (name === 'name' ? '' : null)]),
        );
        try {
          await updateRecord(contacts, m.contacts, contactLabels, contact, changes);
        } catch (error) {
          if (!isGone(error)) throw error;
          setRefused(true);
          return;
        }
      } else {
        const filled = names.filter((name) => values[name].trim());
        const body = Object.fromEntries(filled.map((name) => [name, values[name].trim()]));
        const again = contact && { metadata: contact.metadata };
        const filledIn = { ...body, ...again } as unknown as NewContact;
        const made = await createRecord(contacts, m.contacts, filledIn);
        onClose();
        onCreated?.(made);
        return;
      }
      onClose();
    },
  });

  const submitLabel = !contact ? m.contacts.create : gone ? m.conflict.createAgain : m.common.save;

  return (
    <FormDialog
      opened
      title={contact ? m.contacts.edit : m.contacts.new}
      onClose={onClose}
      submitLabel={submitLabel}
      notice={contact && gone ? m.conflict.goneKeep(contact.name) : null}
      form={form}
    >
      <TextInput
        label={m.contacts.name}
        autoComplete="off"
        dir="auto"
        data-autofocus
        {...form.field('name')}
      />
      <FieldPair>
        <TextInput label={m.contacts.position} autoComplete="off" {...form.field('job_position')} />
        <OrganizationInput
          inDialog
          label={m.contacts.organization}
          {...form.field('organization')}
        />
      </FieldPair>
      <FieldPair>
        <TextInput
          label={m.contacts.email}
          type="email"
          autoComplete="off"
          {...form.field('email')}
        />
        <TextInput
          label={m.contacts.phone}
          type="tel"
          autoComplete="off"
          {...form.field('phone')}
        />
      </FieldPair>
      <p className={classes.hint}>{m.contacts.organizationHint}</p>
    </FormDialog>
  );
}
