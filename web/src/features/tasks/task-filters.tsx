import { useQuery } from '@tanstack/react-query';
import { choiceInput, DayInput } from '@/components/pick/bulk-inputs';
import { MemberName } from '@/components/pick/member-name';
import { MemberSelect } from '@/components/pick/member-select';
import type { FilterField } from '@/components/records/filter-button';
import type { BulkActions } from '@/components/records/selection-bar';
import { dueChoices, priorityChoices, taskStatusChoices, w } from '@/lib/work';
import { t } from './messages';
import { projectName } from './project-choices';
import { ProjectSelect } from './project-select';

interface InputProps {
  label: string;
  value: string;
  error?: string | null;
  onChange: (value: string) => void;
}

export const taskFilters: readonly FilterField[] = [
  { field: 'status', label: w.status, choices: taskStatusChoices },
  { field: 'priority', label: w.priority, choices: priorityChoices },
  { field: 'due', label: w.due, choices: dueChoices, exclusive: true },
  {
    field: 'assignee_id',
    label: w.assignee,
    noneLabel: t.noAssignee,
    Input: (props: InputProps) => <MemberSelect offersMe {...props} />,
    Value: MemberName,
  },
  {
    field: 'project_id',
    label: w.project,
    Input: (props: InputProps) => <ProjectSelect {...props} />,
    Value: ProjectName,
  },
];

export const taskBulk: BulkActions = {
  fields: [
    { field: 'status', label: w.status, start: 'done', Input: choiceInput(taskStatusChoices) },
    { field: 'priority', label: w.priority, start: 'medium', Input: choiceInput(priorityChoices) },
    {
      field: 'assignee',
      label: w.assignee,
      Input: (props: InputProps) => <MemberSelect inDialog {...props} />,
    },
    { field: 'due_date', label: w.dueDate, Input: DayInput },
  ],
  countText: t.some,
  deleteText: t.deleteText,
};

function ProjectName({ value }: { value: string }) {
  return useQuery(projectName(value)).data ?? '…';
}
