import { PrioritySign, StatusSign } from '@/components/work/marks';
import {
  type Priority,
  priorityChoices,
  type ProjectStatus,
  type TaskStatus,
  workLabels,
} from '@/lib/work';
import { DayPick } from './day-pick';
import { MemberPick, type PersonName } from './member-pick';
import { PickList } from './pick-list';
import { PickPopover } from './pick-popover';

// A field that is changed where it stands, and what it lies beside.
export interface FieldEdit<W> {
  record: W;
  field: WorkField;
  anchor: Element;
}

export type WorkField = 'status' | 'priority' | 'assignee' | 'assignees' | 'due_date';

// What a task and a project have in common here.
interface Work {
  status: ProjectStatus | TaskStatus;
  due_date: string | null;
  priority?: Priority;
  assignee?: PersonName | null;
  assignees?: readonly PersonName[];
}

interface WorkFieldPickProps<W> {
  edit: FieldEdit<W>;
  statuses: readonly { value: ProjectStatus | TaskStatus; label: string }[];
  onSave: (record: W, changes: Partial<W>) => void;
  onClose: () => void;
}

const priorities = priorityChoices.map((choice) => ({
  ...choice,
  icon: <PrioritySign priority={choice.value} />,
}));

// A field of a task or a project, changed where it stands. People are added to a project one by one,
// so their list stays open.
export function WorkFieldPick<W extends Work>(props: WorkFieldPickProps<W>) {
  const { edit, statuses, onSave, onClose } = props;
  const { record, field, anchor } = edit;
  const label = workLabels[field] ?? field;
  const { assignee, assignees = [] } = record;
  const save = (changes: Partial<Work>) => {
    if (field !== 'assignees') onClose();
    onSave(record, changes as Partial<W>);
  };
  return (
    <PickPopover label={label} anchor={anchor} onClose={onClose}>
      {field === 'status' && (
        <PickList
          label={label}
          choices={statuses.map((choice) => ({
            ...choice,
            icon: <StatusSign status={choice.value} />,
          }))}
          chosen={[record.status]}
          onPick={(status) => save({ status: status as Work['status'] })}
        />
      )}
      {field === 'priority' && (
        <PickList
          label={label}
          choices={priorities}
          chosen={record.priority ? [record.priority] : []}
          onPick={(priority) => save({ priority: priority as Priority })}
        />
      )}
      {field === 'assignee' && (
        <MemberPick
          label={label}
          chosen={assignee ? [assignee] : []}
          onPick={(person) => save({ assignee: person && named(person) })}
        />
      )}
      {field === 'assignees' && (
        <MemberPick
          label={label}
          many
          chosen={assignees}
          onPick={(person) => person && save({ assignees: withOrWithout(assignees, person) })}
        />
      )}
      {field === 'due_date' && (
        <DayPick day={record.due_date} onPick={(due_date) => save({ due_date })} />
      )}
    </PickPopover>
  );
}

function withOrWithout(people: readonly PersonName[], one: PersonName): PersonName[] {
  const others = people.filter(({ id }) => id !== one.id);
  return others.length < people.length ? others : [...others, named(one)];
}

const named = ({ id, name }: PersonName): PersonName => ({ id, name });
