import { useQuery } from '@tanstack/react-query';
import { MemberName } from '@/components/pick/member-name';
import {
  LazyDayInput,
  LazyMemberSelect,
  LazyOrganizationInput,
  lazyChoiceInput,
} from '@/components/pick/lazy-inputs';
import type { FilterField } from '@/components/records/filter-button';
import type { BulkActions } from '@/components/records/selection-bar';
import { dueChoices, projectStatusChoices, w } from '@/lib/work';
import { t } from './messages';
import { taskCount } from './task-count';

interface InputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export const projectFilters: readonly FilterField[] = [
  { field: 'status', label: w.status, choices: projectStatusChoices },
  { field: 'due', label: w.due, choices: dueChoices, exclusive: true },
  {
    field: 'organization',
    label: w.organization,
    noneLabel: t.noOrganization,
    Input: LazyOrganizationInput,
  },
  {
    field: 'assignee_id',
    label: w.assignee,
    noneLabel: t.noAssignee,
    Input: (props: InputProps) => <LazyMemberSelect offersMe {...props} />,
    Value: MemberName,
  },
];

export const projectBulk: BulkActions = {
  fields: [
    {
      field: 'status',
      label: w.status,
      start: 'completed',
      Input: lazyChoiceInput(projectStatusChoices),
    },
    { field: 'organization', label: w.organization, Input: LazyOrganizationInput },
    { field: 'due_date', label: w.dueDate, Input: LazyDayInput },
  ],
  countText: t.some,
  deleteText: t.deleteText,
  DeleteNote: TasksGoToo,
};

function TasksGoToo({ ids }: { ids: readonly string[] }) {
  const { data } = useQuery(taskCount(ids));
  return data === undefined ? t.allTasksGo : t.deleteAllTasks(data);
}
