import { m } from '@/lib/messages';
import classes from './none.module.css';

// A cell without a value.
export function None() {
  return <span className={classes.none}>{m.common.none}</span>;
}
