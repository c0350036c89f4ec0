import type { BaseRecord } from '@/api/records';
import { exactDate, timeAgo } from '@/lib/dates';
import { m } from '@/lib/messages';
import classes from './time-facts.module.css';

const times = [
  ['created_at', m.common.created],
  ['updated_at', m.common.updated],
] as const;

// When a record was made and last changed: facts nobody edits.
export function TimeFacts({ record }: { record: BaseRecord }) {
  return (
    <>
      {times.map(([field, label]) => (
        <div key={field} className={classes.time}>
          <dt>{label}</dt>
          <dd>
            <time dateTime={record[field]} title={exactDate(record[field])}>
              {timeAgo(record[field])}
            </time>
          </dd>
        </div>
      ))}
    </>
  );
}
