import { memo, type MouseEvent, type ReactNode } from 'react';
import type { BaseRecord } from '@/api/records';
import { m } from '@/lib/messages';
import type { Column, OnCell } from './record-table';
import { RowCheckbox } from './row-checkbox';
import { pointIn } from '../place-beside';
import type { RowMenuState } from './row-menu';
import classes from './record-table.module.css';

interface RecordRowProps<R extends BaseRecord> {
  record: R;
  index: number;
  start: number;
  columns: readonly Column<R>[];
  href: string;
  // On a phone only the first column is shown, and this beside it.
  renderCompact: ((record: R) => ReactNode) | undefined;
  // `over`: over the table, where records open there.
  onOpen: (href: string, over: boolean) => void;
  onMenu: (state: RowMenuState<R>) => void;
  menuOpen: boolean;
  // Absent where rows cannot be chosen.
  onChoose?: ((id: string, range: boolean) => void) | undefined;
  chosen: boolean;
  // A tap chooses instead of opening, once something is chosen.
  choosing: boolean;
  onCell?: OnCell<R> | undefined;
}

function Row<R extends BaseRecord>(props: RecordRowProps<R>) {
  const { record, index, start, columns, href, renderCompact, onOpen, onMenu, menuOpen } = props;
  const { onChoose, chosen, choosing, onCell } = props;
  const narrow = renderCompact !== undefined;
  const shown = narrow ? columns.slice(0, 1) : columns;

  // The whole row leads to the record, but links and buttons inside keep their own meaning, and so
  // do selecting text and opening in a new tab.
  function openByClick(event: MouseEvent<HTMLElement>): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const control = (event.target as Element).closest('a, button, input');
    const elsewhere = control?.hasAttribute('data-page-link') && control.getAttribute('href');
    if (control && !elsewhere && !control.hasAttribute('data-row-link')) return;
    if (getSelection()?.toString() && !control) return;
    event.preventDefault();
    const byTouch = (event.nativeEvent as Partial<PointerEvent>).pointerType === 'touch';
    if (onChoose && choosing && byTouch) onChoose(record.id, false);
    else if (elsewhere) onOpen(elsewhere, false);
    else onOpen(href, true);
  }

  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-menu={menuOpen || undefined}
      data-chosen={chosen || undefined}
      className={classes.row}
      style={{ top: start }}
      onClick={openByClick}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ record, beside: pointIn(event) });
      }}
    >
      {onChoose && (
        <div role="cell" className={classes.check}>
          <RowCheckbox
            label={m.bulk.select(record.name)}
            checked={chosen}
            onChange={(range) => onChoose(record.id, range)}
          />
        </div>
      )}
      {shown.map((column, position) => (
        <div key={column.id} role="cell" className={classes.cell}>
          {position === 0 ? (
            <a href={href} data-row-link className={classes.link}>
              {column.render(record, narrow)}
            </a>
          ) : column.edit && onCell ? (
            <button
              type="button"
              // Reached by the arrows of the row, so that Tab goes on to what follows the table.
              tabIndex={-1}
              className={classes.cellButton}
              data-edit={column.edit.key}
              aria-label={
                column.edit.text && m.list.editCell(column.label, column.edit.text(record))
              }
              aria-haspopup="dialog"
              onClick={(event) => onCell(record, column.id, event.currentTarget)}
            >
              {!column.edit.text && <span className="visually-hidden">{column.label}: </span>}
              {column.render(record, narrow)}
            </button>
          ) : (
            column.render(record, narrow)
          )}
        </div>
      ))}
      {renderCompact && (
        <div role="cell" className={classes.compact}>
          {renderCompact(record)}
        </div>
      )}
      <div role="cell" className={classes.menuCell}>
        <button
          type="button"
          className={classes.menuButton}
          aria-label={m.list.rowMenu(record.name)}
          aria-haspopup="menu"
          aria-expanded={menuOpen}
          onClick={(event) => onMenu({ record, beside: { element: event.currentTarget } })}
        />
      </div>
    </div>
  );
}

export const RecordRow = memo(Row) as typeof Row;
