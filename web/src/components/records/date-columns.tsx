import type { BaseRecord } from '@/api/records';
import { exactDate, shortDate } from '@/lib/dates';
import { m } from '@/lib/messages';
import type { Column } from './record-table';
import classes from './time-facts.module.css';

// When each record was made and last changed.
export function dateColumns<R extends BaseRecord>(width: string): Column<R>[] {
  const column = (id: 'created_at' | 'updated_at', label: string): Column<R> => ({
    id,
    label,
    width,
    sortable: true,
    render: (record) => (
      <time className={classes.date} dateTime={record[id]} title={exactDate(record[id])}>
        {shortDate(record[id])}
      </time>
    ),
  });
  return [column('created_at', m.common.created), column('updated_at', m.common.updated)];
}
