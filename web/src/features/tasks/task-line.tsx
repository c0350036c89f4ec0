import { IconDots, IconUser } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import { Avatar } from '@/components/avatar';
import type { FieldEdit, WorkField } from '@/components/pick/work-field-pick';
import type { RowMenuState } from '@/components/records/row-menu';
import { DueDay, PrioritySign, StatusSign } from '@/components/work/marks';
import { m } from '@/lib/messages';
import { isFinished, w } from '@/lib/work';
import classes from './project-tasks.module.css';
import { TaskActions } from './task-actions';
import type { Task } from './tasks';

interface TaskLineProps {
  task: Task;
  onOpen: (task: Task) => void;
  onEdit: (edit: FieldEdit<Task>) => void;
  onMenu: (state: RowMenuState<Task>) => void;
}

// One task of a project; each of its fields is changed where it stands.
export const TaskLine = memo(function TaskLine({ task, onOpen, onEdit, onMenu }: TaskLineProps) {
  const { name, status, priority, assignee, due_date } = task;
  const finished = isFinished(status);
  const field = (kind: WorkField, label: string) => ({
    name: w.fieldOf(label, name),
    onPress: (anchor: Element) => onEdit({ record: task, field: kind, anchor }),
  });
  return (
    <li className={classes.line}>
      <TaskActions task={task} />
      <button
        type="button"
        className={classes.name}
        dir="auto"
        data-finished={finished || undefined}
        onClick={() => onOpen(task)}
      >
        {name}
      </button>
      <span className={classes.fields}>
        <Field {...field('due_date', w.dueDate)} value={null} wide>
          {due_date ? (
            <DueDay day={due_date} finished={finished} />
          ) : (
            <span className={classes.unset}>{w.noDueDate}</span>
          )}
        </Field>
        <Field {...field('status', w.status)} value={w.statuses[status]}>
          <StatusSign status={status} />
        </Field>
        <Field {...field('priority', w.priority)} value={w.priorities[priority]}>
          <PrioritySign priority={priority} />
        </Field>
        <Field {...field('assignee', w.assignee)} value={assignee?.name ?? w.noAssignee}>
          {assignee ? (
            <Avatar name={assignee.name} size={24} />
          ) : (
            <span className={classes.nobody}>
              <IconUser size={14} />
            </span>
          )}
        </Field>
        <button
          type="button"
          className={classes.field}
          aria-label={m.list.rowMenu(name)}
          aria-haspopup="menu"
          onClick={(event) => onMenu({ record: task, beside: { element: event.currentTarget } })}
        >
          <IconDots size={16} />
        </button>
      </span>
    </li>
  );
});

interface FieldProps {
  name: string;
  // In words, where only a sign is shown.
  value: string | null;
  wide?: boolean;
  onPress: (anchor: Element) => void;
  children: ReactNode;
}

function Field({ name, value, wide, onPress, children }: FieldProps) {
  return (
    <button
      type="button"
      className={classes.field}
      data-wide={wide}
      aria-haspopup="dialog"
      title={value ?? undefined}
      onClick={(event) => onPress(event.currentTarget)}
    >
      <span className="visually-hidden">
        {name} {value}
      </span>
      {children}
    </button>
  );
}
