import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { deleteRecord } from '@/components/records/editor';
import classes from '@/components/records/bulk-dialog.module.css';
import { m } from '@/lib/messages';
import { t } from './messages';
import { type Project, projects, projectWording } from './projects';
import { taskCount } from './task-count';

interface ProjectDeleteDialogProps {
  project: Project;
  onClose: () => void;
  // Before it is gone: its page has to be left.
  onDelete?: () => Promise<void>;
}

// A deletion takes the tasks along, so it says how many and asks.
export default function ProjectDeleteDialog(props: ProjectDeleteDialogProps) {
  const { project, onClose, onDelete } = props;
  const { data: count, isError } = useQuery(taskCount([project.id]));

  async function remove(): Promise<void> {
    onClose();
    await onDelete?.();
    await deleteRecord(projects, projectWording, project);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t.deleteTitle(project.name)}
      size={440}
      closeButtonProps={{ 'aria-label': m.common.close }}
      classNames={{ title: classes.title, body: classes.body, header: classes.header }}
    >
      <p className={classes.text} role="status">
        {count !== undefined ? t.deleteWithTasks(count) : isError ? t.allTasksGo : t.deleteCounting}{' '}
        {t.deleteText}
      </p>
      <div className={classes.footer}>
        <Button variant="default" onClick={onClose}>
          {m.common.cancel}
        </Button>
        <Button
          color="#b3261e"
          data-autofocus
          disabled={count === undefined && !isError}
          onClick={() => void remove()}
        >
          {count ? t.deleteSubmitWith(count) : t.deleteSubmit}
        </Button>
      </div>
    </Modal>
  );
}
