import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { memo } from 'react';
import type { Column } from './record-table';
import { m } from '@/lib/messages';
import classes from './record-table.module.css';

interface ColumnHeaderProps<R> {
  column: Column<R>;
  sort: string | undefined;
  onSort: (column: string) => void;
}

function Header<R>({ column, sort, onSort }: ColumnHeaderProps<R>) {
  const direction =
    sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : undefined;
  if (!column.sortable) {
    return (
      <div role="columnheader" className={classes.headCell}>
        {column.label}
      </div>
    );
  }
  return (
    <div role="columnheader" className={classes.headCell} aria-sort={direction ?? 'none'}>
      <button
        type="button"
        className={classes.sort}
        title={m.list.sortBy(column.label)}
        onClick={() => onSort(column.id)}
      >
        {column.label}
        <span className={classes.arrow} data-shown={direction !== undefined || undefined}>
          {direction === 'descending' ? <IconArrowDown size={13} /> : <IconArrowUp size={13} />}
        </span>
      </button>
    </div>
  );
}

// Stays as it is while the rows are scrolled.
export const ColumnHeader = memo(Header) as typeof Header;
