import { m } from '@/lib/messages';
import classes from './record-table.module.css';

const rows = 12;

// Rows of the final layout, without text.
export function TableSkeleton({ columns }: { columns: number }) {
  return (
    <div role="rowgroup" className={classes.skeleton}>
      <div role="row" className="visually-hidden">
        <div role="cell">{m.common.loading}</div>
      </div>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} role="row" aria-hidden="true" className={classes.skeletonRow}>
          <div className={classes.skeletonName}>
            <span className={classes.bone} data-round />
            <span className={classes.bone} style={{ width: `${46 + ((row * 37) % 40)}%` }} />
          </div>
          {Array.from({ length: columns - 1 }, (_, column) => (
            <span
              key={column}
              className={classes.bone}
              style={{ width: `${38 + ((row * 29 + column * 17) % 44)}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
