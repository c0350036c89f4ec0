import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FieldPair, FormDialog } from '@/components/form-dialog';
import { MemberMultiSelect } from '@/components/pick/member-multi-select';
import { OrganizationInput } from '@/components/pick/organization-input';
import { createRecord, isGone } from '@/components/records/editor';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { projectStatusChoices, w } from '@/lib/work';
import { t } from './messages';
import {
  changeProject,
  type NewProject,
  type Project,
  projectFields,
  projects,
  projectWording,
} from './projects';

interface ProjectFormProps {
  // Without one, the form makes a new project.
  project?: Project | undefined;
  // It was deleted while it is edited here.
  gone?: boolean;
  // Known beforehand, such as the organization whose page asks for a project.
  given?: { organization: string };
  onCreated?: (made: Project) => void;
  onClose: () => void;
}

type Name = 'name' | 'status' | 'organization' | 'due_date' | 'assignees';

export default function ProjectForm(props: ProjectFormProps) {
  const { project, given, onClose, onCreated } = props;
  const [refused, setRefused] = useState(false);
  const gone = (props.gone ?? false) || refused;
  const [assignees, setAssignees] = useState(project?.assignees ?? []);
  const form = useForm<Name>({
    fields: projectFields,
    initial: {
      name: project?.name ?? '',
      status: project?.status ?? 'planned',
      organization: project?.organization ?? given?.organization ?? '',
      due_date: project?.due_date ?? '',
      assignees: '',
    },
    onSubmit: async (values) => {
      const filledIn = {
        name: values.name.trim(),
        status: values.status as Project['status'],
        organization: values.organization.trim() || null,
        due_date: values.due_date || null,
        assignees,
      };
      if (!project || gone) {
        const body = { ...filledIn, ...(project && { metadata: project.metadata }) };
        const made = await createRecord(projects, projectWording, body as unknown as NewProject);
        onClose();
        onCreated?.(made);
        return;
      }
      try {
        await changeProject(project, filledIn);
      } catch (error) {
        if (!isGone(error)) throw error;
        return setRefused(true);
      }
      onClose();
    },
  });

  return (
    <FormDialog
      opened
      title={project ? t.edit : t.new}
      onClose={onClose}
      submitLabel={!project ? t.create : gone ? m.conflict.createAgain : m.common.save}
      notice={project && gone ? m.conflict.goneKeep(project.name) : null}
      form={form}
    >
      <TextInput
        label={w.name}
        autoComplete="off"
        dir="auto"
        data-autofocus
        {...form.field('name')}
      />
      <FieldPair>
        <Select
          label={w.status}
          data={projectStatusChoices}
          allowDeselect={false}
          value={form.values.status}
          onChange={(status) => form.set('status', status ?? 'planned')}
        />
        <TextInput
          type="date"
          label={w.dueDate}
          min="1900-01-01"
          max="2999-12-31"
          {...form.field('due_date')}
        />
      </FieldPair>
      <OrganizationInput inDialog label={w.organization} {...form.field('organization')} />
      <MemberMultiSelect
        label={w.assignees}
        description={t.assigneesHint}
        chosen={assignees}
        error={form.field('assignees').error}
        onChange={(people) => {
          setAssignees(people);
          // Clears what was said about them.
          form.set('assignees', '');
        }}
      />
    </FormDialog>
  );
}
