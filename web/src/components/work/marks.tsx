import { Avatar } from '@/components/avatar';
import { None } from '@/components/none';
import { dueState, exactDay } from '@/lib/due';
import {
  dueText,
  namesOf,
  type Priority,
  type ProjectStatus,
  type TaskStatus,
  w,
} from '@/lib/work';
import classes from './marks.module.css';

type Status = ProjectStatus | TaskStatus;

// Their signs are drawn by their styles: hundreds come and go while a list is scrolled.

// How work stands: a sign and its name.
export function StatusMark({ status }: { status: Status }) {
  return (
    <span className={classes.status} data-status={status}>
      {w.statuses[status]}
    </span>
  );
}

export function StatusSign({ status }: { status: Status }) {
  return <i className={classes.statusSign} data-status={status} aria-hidden="true" />;
}

export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span className={classes.priority} data-priority={priority}>
      {w.priorities[priority]}
    </span>
  );
}

export function PrioritySign({ priority }: { priority: Priority }) {
  return <i className={classes.prioritySign} data-priority={priority} aria-hidden="true" />;
}

interface DueDayProps {
  day: string | null;
  finished: boolean;
}

// When work is due; that it is late is said, not only coloured.
export function DueDay({ day, finished }: DueDayProps) {
  if (!day) return <None />;
  return (
    <time
      className={classes.due}
      dateTime={day}
      title={exactDay(day)}
      data-due={dueState(day, finished)}
    >
      {dueText(day, finished)}
    </time>
  );
}

export function PersonMark({ name }: { name: string }) {
  return (
    <span className={classes.mark}>
      <Avatar name={name} size={22} />
      <span className={classes.text} dir="auto">
        {name}
      </span>
    </span>
  );
}

// The first by name, how many more, and a picture of each of the first few.
export function PeopleMark({ people }: { people: readonly { id: string; name: string }[] }) {
  const [first, ...others] = people;
  if (!first) return <None />;
  return (
    <span className={classes.mark} title={namesOf(people)}>
      <span className={classes.faces}>
        {people.slice(0, 3).map(({ id, name }) => (
          <Avatar key={id} name={name} size={22} />
        ))}
      </span>
      <span className={classes.text} dir="auto">
        {first.name}
      </span>
      {others.length > 0 && (
        <>
          <span className={classes.more} aria-hidden="true">
            {w.others(others.length)}
          </span>
          <span className="visually-hidden">{namesOf(others)}</span>
        </>
      )}
    </span>
  );
}
