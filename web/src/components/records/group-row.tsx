import type { ReactNode } from 'react';
import type { RowGroup } from '@/lib/row-groups';
import { m } from '@/lib/messages';
import classes from './record-table.module.css';

interface GroupRowProps {
  group: RowGroup<unknown>;
  index: number;
  start: number;
  columns: number;
  children: ReactNode;
}

// A heading between the rows of a table.
export function GroupRow({ group, index, start, columns, children }: GroupRowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} className={classes.group} style={{ top: start }}>
      <div role="cell" aria-colspan={columns} className={classes.groupCell}>
        {children}
        <span className={classes.groupCount}>{m.list.groupCount(group.count, group.open)}</span>
      </div>
    </div>
  );
}
