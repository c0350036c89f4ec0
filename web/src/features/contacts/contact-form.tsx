import { Autocomplete, TextInput } from '@mantine/core';
import { FieldPair, FormDialog } from '@/components/form-dialog';
import { createRecord, updateRecord } from '@/components/records/editor';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { type Contact, contactFields, contactLabels, contacts, type NewContact } from './contacts';
import classes from './contact-form.module.css';
import { useOrganizationNames } from './organization-names';

interface ContactFormProps {
  // Without one, the form makes a new contact.
  contact?: Contact | undefined;
  // Known beforehand, such as the organization whose page asks for a person.
  given?: Partial<NewContact>;
  onClose: () => void;
}

const names = ['name', 'job_position', 'organization', 'email', 'phone'] as const;
type Name = (typeof names)[number];

export default function ContactForm({ contact, given, onClose }: ContactFormProps) {
  const start: Partial<NewContact> = contact ?? given ?? {};
  const form = useForm<Name>({
    fields: contactFields,
    initial: Object.fromEntries(names.map((name) => [name, start[name] ?? ''])) as Record<
      Name,
      string
    >,
    onSubmit: async (values) => {
      if (contact) {
        const changes = Object.fromEntries(
          names.map((name) => [name, values[name].trim() || (name === 'name' ? '' : null)]),
        );
        await updateRecord(contacts, m.contacts, contactLabels, contact, changes);
      } else {
        const filled = names.filter((name) => values[name].trim());
        const body = Object.fromEntries(filled.map((name) => [name, values[name].trim()]));
        await createRecord(contacts, m.contacts, body as unknown as NewContact);
      }
      onClose();
    },
  });
  const organizations = useOrganizationNames(form.values.organization);

  return (
    <FormDialog
      opened
      title={contact ? m.contacts.edit : m.contacts.new}
      onClose={onClose}
      submitLabel={contact ? m.common.save : m.contacts.create}
      form={form}
    >
      <TextInput
        label={m.contacts.name}
        autoComplete="off"
        data-autofocus
        {...form.field('name')}
      />
      <FieldPair>
        <TextInput label={m.contacts.position} autoComplete="off" {...form.field('job_position')} />
        <Autocomplete
          label={m.contacts.organization}
          autoComplete="off"
          data={organizations}
          filter={({ options }) => options}
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
