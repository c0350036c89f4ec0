import { DayPick } from '@/components/pick/day-pick';
import { MemberPick } from '@/components/pick/member-pick';
import { PickList } from '@/components/pick/pick-list';
import { PickPopover } from '@/components/pick/pick-popover';
import { PrioritySign, StatusSign } from '@/components/work/marks';
import { type Priority, priorityChoices, type TaskStatus, taskStatusChoices, w } from '@/lib/work';
import { changeTaskAndTell, type Task } from './tasks';

export type TaskField = 'status' | 'priority' | 'assignee' | 'due_date';

export interface TaskFieldEdit {
  task: Task;
  field: TaskField;
  anchor: Element;
}

interface TaskFieldPickProps {
  edit: TaskFieldEdit;
  onClose: () => void;
}

const labels: Record<TaskField, string> = {
  status: w.status,
  priority: w.priority,
  assignee: w.assignee,
  due_date: w.dueDate,
};

const statuses = taskStatusChoices.map((choice) => ({
  ...choice,
  icon: <StatusSign status={choice.value} />,
}));
const priorities = priorityChoices.map((choice) => ({
  ...choice,
  icon: <PrioritySign priority={choice.value} />,
}));

// A field of a task, changed where it stands.
export function TaskFieldPick({ edit: { task, field, anchor }, onClose }: TaskFieldPickProps) {
  const label = labels[field];
  const save = (changes: Partial<Task>) => {
    onClose();
    void changeTaskAndTell(task, changes);
  };
  return (
    <PickPopover label={label} anchor={anchor} onClose={onClose}>
      {field === 'status' && (
        <PickList
          label={label}
          choices={statuses}
          chosen={[task.status]}
          onPick={(status) => save({ status: status as TaskStatus })}
        />
      )}
      {field === 'priority' && (
        <PickList
          label={label}
          choices={priorities}
          chosen={[task.priority]}
          onPick={(priority) => save({ priority: priority as Priority })}
        />
      )}
      {field === 'assignee' && (
        <MemberPick
          label={label}
          chosen={task.assignee ? [task.assignee] : []}
          onPick={(person) => save({ assignee: person && { id: person.id, name: person.name } })}
        />
      )}
      {field === 'due_date' && (
        <DayPick day={task.due_date} onPick={(due_date) => save({ due_date })} />
      )}
    </PickPopover>
  );
}
