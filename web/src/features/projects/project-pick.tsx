import { type FieldEdit, WorkFieldPick } from '@/components/pick/work-field-pick';
import { projectStatusChoices } from '@/lib/work';
import { changeProjectAndTell, type Project } from './projects';
import { useListed } from './use-listed';

interface ProjectPickProps {
  edit: FieldEdit<Project>;
  onClose: () => void;
}

export default function ProjectPick({ edit, onClose }: ProjectPickProps) {
  // As it is now: people are added one after the other.
  const record = useListed(edit.record);
  return (
    <WorkFieldPick
      edit={{ ...edit, record }}
      statuses={projectStatusChoices}
      onSave={(project, changes) => void changeProjectAndTell(project, changes)}
      onClose={onClose}
    />
  );
}
