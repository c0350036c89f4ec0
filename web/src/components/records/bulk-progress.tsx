import { m } from '@/lib/messages';
import classes from './bulk-dialog.module.css';

// Only where one request does not do.
export function BulkProgress({ done, total }: { done: number; total: number }) {
  return (
    <div className={classes.progress}>
      <progress value={done} max={total} aria-label={m.bulk.progress(done, total)} />
      <span aria-hidden="true">{m.bulk.progress(done, total)}</span>
    </div>
  );
}
