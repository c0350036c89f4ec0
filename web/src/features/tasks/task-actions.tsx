import { IconCheck } from '@tabler/icons-react';
import { isFinished } from '@/lib/work';
import { t } from './messages';
import classes from './task-actions.module.css';
import { changeTaskAndTell, type Task } from './tasks';

// Finishes a task, or takes it up again.
export function TaskActions({ task }: { task: Task }) {
  const finished = isFinished(task.status);
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={finished}
      className={classes.target}
      aria-label={finished ? t.reopen(task.name) : t.finish(task.name)}
      onClick={() => void changeTaskAndTell(task, { status: finished ? 'todo' : 'done' })}
    >
      <span className={classes.box}>{finished && <IconCheck size={13} stroke={3} />}</span>
    </button>
  );
}
