import { IconChecklist } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import type { FieldEdit, WorkField } from '@/components/pick/work-field-pick';
import { GroupMenu } from '@/components/records/group-menu';
import { EmptyList } from '@/components/records/empty-list';
import { ListPage } from '@/components/records/list-page';
import { QuickFilters } from '@/components/records/quick-filters';
import {
  filtersOf,
  groupOf,
  type ListChange,
  type ListSearch,
  withForm,
  without,
} from '@/lib/list-search';
import { w } from '@/lib/work';
import { t } from './messages';
import { TaskActions } from './task-actions';
import { taskColumns, taskGroupings } from './task-columns';
import { taskBulk, taskFilters } from './task-filters';
import { removeTask, type Task, tasks, taskShape } from './tasks';

const TaskForm = lazyDialog(() => import('./task-form'));
const TaskPick = lazyDialog(() => import('./task-pick'));
const TaskDialog = lazyDialog(() => import('./task-dialog'), { hasAddress: true });

const groups = [
  { group: 'status', label: w.status },
  { group: 'due_date', label: w.dueDate },
  { group: 'priority', label: w.priority },
  { group: 'project', label: w.project },
];

const quick = [
  { label: t.mine, field: 'assignee_id', value: 'me' },
  { label: w.spans.overdue, field: 'due', value: 'overdue' },
  { label: w.spans.this_week, field: 'due', value: 'this_week' },
];

interface TasksPageProps {
  search: ListSearch;
  onSearch: (change: ListChange) => void;
  // The task that lies over the list.
  taskId: string | null;
  onTask: (id: string | null) => void;
}

export function TasksPage({ search, onSearch, taskId, onTask }: TasksPageProps) {
  const [edit, setEdit] = useState<FieldEdit<Task> | null>(null);
  useEffect(() => TaskDialog.fetchEarly(), []);
  const setNew = (open: boolean) => onSearch((before) => withForm(before, open));
  const onCell = useCallback(
    (task: Task, column: string, anchor: Element) =>
      setEdit({ record: task, field: column as WorkField, anchor }),
    [],
  );
  const compact = useCallback((task: Task) => <TaskActions task={task} />, []);

  return (
    <>
      <ListPage
        api={tasks}
        title={t.title}
        countText={t.count}
        newLabel={t.new}
        searchHint={t.searchHint}
        columns={taskColumns}
        shape={taskShape}
        filterFields={taskFilters}
        groupings={taskGroupings}
        bulk={taskBulk}
        search={search}
        onSearch={onSearch}
        hrefOf={hrefOf}
        opensOver
        renderCompact={compact}
        onNew={() => setNew(true)}
        onEdit={({ id }) => onTask(id)}
        onDelete={removeTask}
        onCell={onCell}
        controls={
          <>
            <GroupMenu
              groups={groups}
              current={groupOf(search, taskShape)}
              onGroup={(group) => onSearch((before) => ({ ...without(before, 'sort'), group }))}
            />
            <QuickFilters filters={quick} search={search} onSearch={onSearch} />
          </>
        }
        empty={
          <EmptyList icon={<IconChecklist size={22} />} words={t} onNew={() => setNew(true)} />
        }
      />
      {edit && <TaskPick edit={edit} onClose={() => setEdit(null)} />}
      {search.new && (
        <TaskForm
          projectId={filtersOf(search, taskShape).project_id}
          onClose={() => setNew(false)}
        />
      )}
      {taskId && <TaskDialog key={taskId} id={taskId} onClose={() => onTask(null)} />}
    </>
  );
}

const hrefOf = ({ id }: Task) => `/tasks/${id}`;
