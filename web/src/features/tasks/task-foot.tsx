import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { History } from '@/components/records/history';
import { exactDate, timeAgo } from '@/lib/dates';
import { m } from '@/lib/messages';
import { workLabels, workText } from '@/lib/work';
import { t } from './messages';
import classes from './task-foot.module.css';
import { removeTask, type Task } from './tasks';

// What one wants of a task beside its fields: its project, its times, its history, its end.
export function TaskFoot({ task, onClose }: { task: Task; onClose: () => void }) {
  const [history, setHistory] = useState(false);
  return (
    <>
      <div className={classes.row}>
        <Button
          variant="default"
          size="compact-md"
          renderRoot={(props) => (
            <Link to="/projects/$id" params={{ id: task.project.id }} {...props} />
          )}
        >
          {t.openProject}
        </Button>
        <Button
          variant="default"
          size="compact-md"
          aria-expanded={history}
          onClick={() => setHistory((shown) => !shown)}
        >
          {t.history}
        </Button>
        <Button
          variant="default"
          size="compact-md"
          className={classes.delete}
          leftSection={<IconTrash size={15} />}
          onClick={() => {
            onClose();
            removeTask(task);
          }}
        >
          {m.common.delete}
        </Button>
      </div>
      <p className={classes.times}>
        {m.common.created}{' '}
        <time dateTime={task.created_at} title={exactDate(task.created_at)}>
          {timeAgo(task.created_at)}
        </time>
        {' · '}
        {m.common.updated}{' '}
        <time dateTime={task.updated_at} title={exactDate(task.updated_at)}>
          {timeAgo(task.updated_at)}
        </time>
      </p>
      {history && <History type="task" id={task.id} labels={workLabels} text={workText} />}
    </>
  );
}
