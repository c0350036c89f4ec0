import { type FieldEdit, WorkFieldPick } from '@/components/pick/work-field-pick';
import { taskStatusChoices } from '@/lib/work';
import { changeTaskAndTell, type Task } from './tasks';

interface TaskPickProps {
  edit: FieldEdit<Task>;
  onClose: () => void;
}

export default function TaskPick({ edit, onClose }: TaskPickProps) {
  return (
    <WorkFieldPick
      edit={edit}
      statuses={taskStatusChoices}
      onSave={(task, changes) => void changeTaskAndTell(task, changes)}
      onClose={onClose}
    />
  );
}
