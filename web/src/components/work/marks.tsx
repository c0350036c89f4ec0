import {
  IconAlertTriangle,
  IconCalendarDue,
  IconCheck,
  IconChevronDown,
  IconChevronsUp,
  IconChevronUp,
  IconEqual,
} from '@tabler/icons-react';
import { Avatar } from '@/components/avatar';
import { None } from '@/components/none';
import { exactDay, dayText, dueState } from '@/lib/due';
import { type Priority, type ProjectStatus, type TaskStatus, w } from '@/lib/work';
import classes from './marks.module.css';

type Status = ProjectStatus | TaskStatus;

// How work stands: a sign and its name.
export function StatusMark({ status }: { status: Status }) {
  return (
    <span className={classes.mark}>
      <StatusSign status={status} />
      <span className={classes.text}>{w.statuses[status]}</span>
    </span>
  );
}

export function StatusSign({ status }: { status: Status }) {
  const finished = status === 'done' || status === 'completed';
  return (
    <span className={classes.sign} data-status={status} aria-hidden="true">
      {finished && <IconCheck size={10} stroke={3.5} />}
    </span>
  );
}

const prioritySigns = {
  urgent: IconChevronsUp,
  high: IconChevronUp,
  medium: IconEqual,
  low: IconChevronDown,
};

export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span className={classes.mark}>
      <PrioritySign priority={priority} />
      <span className={classes.text}>{w.priorities[priority]}</span>
    </span>
  );
}

export function PrioritySign({ priority }: { priority: Priority }) {
  const Sign = prioritySigns[priority];
  return (
    <span className={classes.priority} data-priority={priority} aria-hidden="true">
      <Sign size={16} stroke={2.2} />
    </span>
  );
}

interface DueDayProps {
  day: string | null;
  finished: boolean;
}

// When work is due; that it is late is said, not only coloured.
export function DueDay({ day, finished }: DueDayProps) {
  if (!day) return <None />;
  const state = dueState(day, finished);
  const late = state === 'overdue';
  return (
    <time className={classes.due} dateTime={day} title={exactDay(day)} data-due={state}>
      {late ? <IconAlertTriangle size={14} /> : <IconCalendarDue size={14} stroke={1.7} />}
      {late ? w.overdue(dayText(day)) : dayText(day)}
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
    <span className={classes.mark} title={people.map(({ name }) => name).join(', ')}>
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
          <span className="visually-hidden">{others.map(({ name }) => name).join(', ')}</span>
        </>
      )}
    </span>
  );
}
