import { DayPick } from '@/components/pick/day-pick';
import { MemberPick, type PersonName } from '@/components/pick/member-pick';
import { PickList } from '@/components/pick/pick-list';
import { PickPopover } from '@/components/pick/pick-popover';
import { StatusSign } from '@/components/work/marks';
import { type ProjectStatus, projectStatusChoices, w } from '@/lib/work';
import type { Project } from './projects';

export type ProjectField = 'status' | 'assignees' | 'due_date';

interface ProjectFieldPickProps {
  project: Project;
  field: ProjectField;
  anchor: Element;
  onSave: (changes: Partial<Project>) => void;
  onClose: () => void;
}

const labels: Record<ProjectField, string> = {
  status: w.status,
  assignees: w.assignees,
  due_date: w.dueDate,
};

const statuses = projectStatusChoices.map((choice) => ({
  ...choice,
  icon: <StatusSign status={choice.value} />,
}));

// A field of a project, changed where it stands. People are added and removed one by one, so their
// list stays open.
export function ProjectFieldPick(props: ProjectFieldPickProps) {
  const { project, field, anchor, onSave, onClose } = props;
  const label = labels[field];
  const saveAndClose = (changes: Partial<Project>) => {
    onClose();
    onSave(changes);
  };
  return (
    <PickPopover label={label} anchor={anchor} onClose={onClose}>
      {field === 'status' && (
        <PickList
          label={label}
          choices={statuses}
          chosen={[project.status]}
          onPick={(status) => saveAndClose({ status: status as ProjectStatus })}
        />
      )}
      {field === 'assignees' && (
        <MemberPick
          label={label}
          many
          chosen={project.assignees}
          onPick={(person) =>
            person && onSave({ assignees: withOrWithout(project.assignees, person) })
          }
        />
      )}
      {field === 'due_date' && (
        <DayPick day={project.due_date} onPick={(due_date) => saveAndClose({ due_date })} />
      )}
    </PickPopover>
  );
}

export function withOrWithout(people: readonly PersonName[], one: PersonName): PersonName[] {
  const others = people.filter(({ id }) => id !== one.id);
  return others.length < people.length ? others : [...others, { id: one.id, name: one.name }];
}
