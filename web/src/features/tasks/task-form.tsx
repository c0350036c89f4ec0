import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FieldPair, FormDialog } from '@/components/form-dialog';
import { MemberSelect } from '@/components/pick/member-select';
import { createRecord, isGone } from '@/components/records/editor';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { priorityChoices, taskStatusChoices, w } from '@/lib/work';
import { t } from './messages';
import { projectChoices } from './project-choices';
import { ProjectSelect } from './project-select';
import { TaskFoot } from './task-foot';
import { changeTask, type NewTask, type Task, taskFields, tasks, taskWording } from './tasks';

interface TaskFormProps {
  // Without one, the form makes a new task.
  task?: Task | undefined;
  // It was deleted while it is edited here.
  gone?: boolean;
  // The project that a new one is probably for.
  projectId?: string | undefined;
  onClose: () => void;
}

type Name = 'name' | 'project_id' | 'status' | 'priority' | 'assignee' | 'due_date';

export default function TaskForm({ task, projectId, onClose, ...props }: TaskFormProps) {
  const [refused, setRefused] = useState(false);
  const [assigneeName, setAssigneeName] = useState(task?.assignee?.name);
  const gone = (props.gone ?? false) || refused;
  const form = useForm<Name>({
    fields: taskFields,
    initial: {
      name: task?.name ?? '',
      project_id: task?.project_id ?? projectId ?? '',
      status: task?.status ?? 'todo',
      priority: task?.priority ?? 'medium',
      assignee: task?.assignee?.id ?? '',
      due_date: task?.due_date ?? '',
    },
    onSubmit: async (values) => {
      if (!task || gone) {
        await createRecord(tasks, taskWording, bodyOf(values));
        return onClose();
      }
      const { assignee } = values;
      const person = assignee ? { id: assignee, name: assigneeName ?? '' } : null;
      try {
        await changeTask(task, {
          ...(values as Pick<Task, 'project_id' | 'status' | 'priority'>),
          name: values.name.trim(),
          assignee: person?.id === task.assignee?.id ? task.assignee : person,
          due_date: values.due_date || null,
        });
      } catch (error) {
        if (!isGone(error)) throw error;
        return setRefused(true);
      }
      onClose();
    },
  });
  const { data: projects } = useQuery({ ...projectChoices(''), enabled: !task });
  const notice =
    task && gone
      ? m.conflict.goneKeep(task.name)
      : projects?.length === 0 && <NeedsProject onLeave={onClose} />;
  const choose = (name: Name) => {
    const { value, error } = form.field(name);
    return {
      name,
      value,
      error,
      onChange: (chosen: string | null) => form.set(name, chosen ?? ''),
    };
  };

  return (
    <FormDialog
      opened
      title={task ? t.edit : t.new}
      onClose={onClose}
      submitLabel={!task ? t.create : gone ? m.conflict.createAgain : m.common.save}
      notice={notice}
      form={form}
    >
      <TextInput
        label={w.name}
        autoComplete="off"
        dir="auto"
        data-autofocus
        {...form.field('name')}
      />
      <ProjectSelect
        label={w.project}
        required
        inDialog
        name={task?.project.name}
        {...pick(choose('project_id'))}
      />
      <FieldPair>
        <Select
          label={w.status}
          data={taskStatusChoices}
          allowDeselect={false}
          {...choose('status')}
        />
        <Select
          label={w.priority}
          data={priorityChoices}
          allowDeselect={false}
          {...choose('priority')}
        />
      </FieldPair>
      <FieldPair>
        <MemberSelect
          label={w.assignee}
          name={assigneeName}
          inDialog
          {...pick(choose('assignee'))}
          onChange={(id, name) => {
            form.set('assignee', id);
            setAssigneeName(name);
          }}
        />
        <TextInput
          type="date"
          label={w.dueDate}
          min="1900-01-01"
          max="2999-12-31"
          {...form.field('due_date')}
        />
      </FieldPair>
      {task && !gone && <TaskFoot task={task} onClose={onClose} />}
    </FormDialog>
  );
}

// There is nothing yet that a task could belong to.
function NeedsProject({ onLeave }: { onLeave: () => void }) {
  return (
    <>
      {t.needsProject}{' '}
      <Link to="/projects" search={{ new: true }} onClick={onLeave}>
        {t.startProject}
      </Link>
    </>
  );
}

function pick<V, E, C>({ value, error, onChange }: { value: V; error: E; onChange: C }) {
  return { value, error, onChange };
}

function bodyOf(values: Record<Name, string>): NewTask {
  const filled = Object.entries(values).filter(([, value]) => value.trim());
  return Object.fromEntries(
    filled.map(([name, value]) => [name, value.trim()]),
  ) as unknown as NewTask;
}
