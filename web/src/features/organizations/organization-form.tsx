import { Textarea, TextInput } from '@mantine/core';
import { FormDialog } from '@/components/form-dialog';
import { createRecord, updateRecord } from '@/components/records/editor';
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
  onClose: () => void;
}

const names = ['name', 'industry', 'description'] as const;
type Name = (typeof names)[number];

export default function OrganizationForm({ organization, onClose }: OrganizationFormProps) {
  const form = useForm<Name>({
    fields: organizationFields,
    initial: Object.fromEntries(names.map((name) => [name, organization?.[name] ?? ''])) as Record<
      Name,
      string
    >,
    onSubmit: async (values) => {
      if (organization) {
        const changes = Object.fromEntries(
          names.map((name) => [name, values[name].trim() || (name === 'name' ? '' : null)]),
        );
        await updateRecord(
          organizations,
          m.organizations,
          organizationLabels,
          organization,
          changes,
        );
      } else {
        const filled = names.filter((name) => values[name].trim());
        const body = Object.fromEntries(filled.map((name) => [name, values[name].trim()]));
        await createRecord(organizations, m.organizations, body as unknown as NewOrganization);
      }
      onClose();
    },
  });

  return (
    <FormDialog
      opened
      title={organization ? m.organizations.edit : m.organizations.new}
      onClose={onClose}
      submitLabel={organization ? m.common.save : m.organizations.create}
      form={form}
    >
      <TextInput
        label={m.organizations.name}
        autoComplete="off"
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
