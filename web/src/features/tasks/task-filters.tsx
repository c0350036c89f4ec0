import { useQuery } from '@tanstack/react-query';
import { MemberName } from '@/components/pick/member-name';
import { lazyInput } from '@/components/pick/lazy-input';
import { LazyDayInput, LazyMemberSelect, lazyChoiceInput } from '@/components/pick/lazy-inputs';
import type { FilterField } from '@/components/records/filter-button';
import type { BulkActions } from '@/components/records/selection-bar';
import { dueChoices, priorityChoices, taskStatusChoices, w } from '@/lib/work';
import { t } from './messages';
import { projectName } from './project-choices';

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
    Input: (props: InputProps) => <LazyMemberSelect offersMe {...props} />,
    Value: MemberName,
  },
  {
    field: 'project_id',
    label: w.project,
    Input: lazyInput(async () => (await import('./project-select')).ProjectSelect),
    Value: ProjectName,
  },
];

export const taskBulk: BulkActions = {
  fields: [
    { field: 'status', label: w.status, start: 'done', Input: lazyChoiceInput(taskStatusChoices) },
    {
      field: 'priority',
      label: w.priority,
      start: 'medium',
      Input: lazyChoiceInput(priorityChoices),
    },
    {
      field: 'assignee',
      label: w.assignee,
      Input: (props: InputProps) => <LazyMemberSelect inDialog {...props} />,
    },
    { field: 'due_date', label: w.dueDate, Input: LazyDayInput },
  ],
  countText: t.some,
  deleteText: t.deleteText,
};

function ProjectName({ value }: { value: string }) {
  return useQuery(projectName(value)).data ?? '…';
}
