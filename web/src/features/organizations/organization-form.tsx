import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { createRecord, isGone, updateRecord } from '@/components/records/editor';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import {
  type NewOrganization,
  type Organization,
  organizationFields,
  organizationLabels,
  organizations,
} from './organizations';

interface OrganizationFormProps {
  // Without one, the form makes a new organization.
  organization?: Organization | undefined;
  // It was deleted while it is edited here.
  gone?: boolean;
  onCreated?: (made: Organization) => void;
  onClose: () => void;
}

const names = ['name', 'industry', 'description'] as const;
type Name = (typeof names)[number];

export default function OrganizationForm(props: OrganizationFormProps) {
  const { organization, onClose, onCreated } = props;
  const [refused, setRefused] = useState(false);
  const gone = (props.gone ?? false) || refused;
  const form = useForm<Name>({
    fields: organizationFields,
    initial: Object.fromEntries(names.map((name) => [name, organization?.[name] ?? ''])) as Record<
      Name,
      string
    >,
    onSubmit: async (values) => {
      if (organization && !gone) {
        const changes = Object.fromEntries(
          names.map((name) => [name, values[name].trim() || (name === 'name' ? '' : null)]),
        );
        try {
          await updateRecord(
            organizations,
            m.organizations,
            organizationLabels,
            organization,
            changes,
          );
        } catch (error) {
          if (!isGone(error)) throw error;
          setRefused(true);
          return;
        }
      } else {
        const filled = names.filter((name) => values[name].trim());
        const body = Object.fromEntries(filled.map((name) => [name, values[name].trim()]));
        const again = organization && { metadata: organization.metadata };
        const filledIn = { ...body, ...again } as unknown as NewOrganization;
        const made = await createRecord(organizations, m.organizations, filledIn);
        onClose();
        onCreated?.(made);
        return;
      }
      onClose();
    },
  });

  const submitLabel = !organization
    ? m.organizations.create
    : gone
      ? m.conflict.createAgain
      : m.common.save;

  return (
    <FormDialog
      opened
      title={organization ? m.organizations.edit : m.organizations.new}
      onClose={onClose}
      submitLabel={submitLabel}
      notice={organization && gone ? m.conflict.goneKeep(organization.name) : null}
      form={form}
    >
      <TextInput
        label={m.organizations.name}
        autoComplete="off"
        dir="auto"
        data-autofocus
        {...form.field('name')}
      />
      <TextInput label={m.organizations.industry} autoComplete="off" {...form.field('industry')} />
      <Textarea
        label={m.organizations.description}
        autosize
        minRows={3}
        maxRows={10}
        {...form.field('description')}
      />
    </FormDialog>
  );
}
