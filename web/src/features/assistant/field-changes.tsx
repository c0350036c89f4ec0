import { IconArrowRight } from '@tabler/icons-react';
import type { FieldChange } from '@/api/run-events';
import css from './field-changes.module.css';
import { fieldLabel, m } from './messages';
import { type ReadableChange, readableChanges } from './values';

// What changed, one line per field: the old value struck through, an arrow, the new one.
export function FieldChanges({ changes }: { changes: FieldChange[] }) {
  const shown = readableChanges(changes);
  if (!shown.length) return null;
  return (
    <dl className={css.changes}>
      {shown.map((change) => (
        <Line key={change.field} {...change} />
      ))}
    </dl>
  );
}

function Line({ field, before, after }: ReadableChange) {
  return (
    <div className={css.line}>
      <dt>{fieldLabel(field)}</dt>
      <dd>
        {before !== null && (
          <>
            <span className="visually-hidden">{m.tool.was} </span>
            <del className={css.old}>{before}</del>
            <IconArrowRight className={css.arrow} size={14} aria-hidden="true" />
            <span className="visually-hidden"> {m.tool.becomes} </span>
          </>
        )}
        {after === null ? (
          <span className={css.empty}>{m.tool.nothing}</span>
        ) : (
          <ins className={css.now}>{after}</ins>
        )}
      </dd>
    </div>
  );
}
