import type { FieldChange } from '@/api/run-events';
import css from './cards.module.css';
import { fieldLabel, m } from './messages';
import { readableChanges } from './values';

interface ChangeTableProps {
  changes: FieldChange[];
  removes: boolean;
}

// The exact change that waits for approval. A deletion has no after, a creation no before.
export function ChangeTable({ changes, removes }: ChangeTableProps) {
  const shown = readableChanges(changes);
  if (!shown.length) return null;
  const makes = shown.every(({ before }) => before === null);
  return (
    <table className={css.diff}>
      <colgroup>
        <col className={css.fieldColumn} />
        {!makes && <col />}
        {!removes && <col />}
      </colgroup>
      <thead className={removes || makes ? 'visually-hidden' : undefined}>
        <tr>
          <th scope="col">{m.approval.field}</th>
          {!makes && <th scope="col">{m.approval.before}</th>}
          {!removes && <th scope="col">{m.approval.after}</th>}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{fieldLabel(field)}</th>
            {!makes && (
              <td className={css.before} data-removed={removes || undefined}>
                <Value text={before} />
              </td>
            )}
            {!removes && (
              <td className={css.after}>
                <Value text={after} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text }: { text: string | null }) {
  return text === null ? <em className={css.empty}>{m.tool.nothing}</em> : <span>{text}</span>;
}
