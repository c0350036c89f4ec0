import { useMediaQuery } from '@mantine/hooks';
import { useElementScrollRestoration, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { BaseRecord } from '@/api/records';
import { useRowKeys } from './use-row-keys';
import { m } from '@/lib/messages';
import { ColumnHeader } from './column-header';
import { RecordRow } from './record-row';
import { RowCheckbox } from './row-checkbox';
import { RowMenu, type RowMenuState } from './row-menu';
import { TableSkeleton } from './table-skeleton';
import type { RowSelection } from './use-selection';
import classes from './record-table.module.css';

export interface Column<R> {
  id: string;
  label: string;
  // A grid track, such as `minmax(0, 2fr)`.
  width: string;
  sortable?: boolean;
  render: (record: R) => ReactNode;
}

export interface RecordTableProps<R extends BaseRecord> {
  label: string;
  columns: readonly Column<R>[];
  records: readonly R[];
  total: number | null;
  sort: string | undefined;
  onSort: (column: string) => void;
  hrefOf: (record: R) => string;
  // The whole row on a phone.
  renderCompact: (record: R) => ReactNode;
  loading: boolean;
  // The rows shown belong to the previous search.
  stale: boolean;
  hasMore: boolean;
  onMore: () => void;
  onEdit: (record: R) => void;
  onDelete: (record: R) => void;
  // Without it, rows cannot be chosen.
  selection?: RowSelection<R> | undefined;
  // Stands below the last row: an error, an end.
  footer?: ReactNode;
}

const rowHeight = 50;
const phoneRowHeight = 64;
const phone = '(max-width: 48em)';
const loadAhead = 25;

export function RecordTable<R extends BaseRecord>(props: RecordTableProps<R>) {
  const { label, columns, records, total, sort, onSort, hasMore, onMore } = props;
  const { hrefOf, renderCompact, loading, stale, onEdit, onDelete, footer, selection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<RowMenuState<R> | null>(null);
  const navigate = useNavigate();
  const height = useMediaQuery(phone) ? phoneRowHeight : rowHeight;
  const remembered = useElementScrollRestoration({ id: label });

  // Its functions change what they answer without changing themselves, so nothing may memoize them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
    // Only where the rows are there already, as on the way back from a record.
    initialOffset: returnsTo(remembered?.scrollY, records.length * height),
  });
  useEffect(() => rows.measure(), [rows, height]);
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && lastShown >= records.length - loadAhead) onMore();
  }, [hasMore, lastShown, records.length, onMore]);

  const chosen = selection?.records.length ?? 0;
  useRowKeys({
    scroller,
    count: records.length,
    rows,
    onEdit: (index) => edit(index),
    selection: selection && {
      ids: selection.ids,
      choose: (index, range) => {
        const record = records[index];
        if (record) selection.choose(record.id, range);
      },
      chooseAll: selection.chooseAll,
    },
  });
  const edit = (index: number) => {
    const record = records[index];
    if (record) onEdit(record);
  };

  const open = useCallback((href: string) => void navigate({ to: href }), [navigate]);
  const template = `${selection ? '20px ' : ''}${columns.map((column) => column.width).join(' ')}`;

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-scroll-restoration-id={label}
      data-stale={stale || undefined}
    >
      <div
        role="table"
        aria-label={label}
        aria-rowcount={(total ?? records.length) + 1}
        aria-busy={loading || stale}
        className={classes.table}
        data-choosing={chosen > 0 || undefined}
        style={{ '--columns': `${template} 44px`, '--row-height': `${height}px` } as CSSProperties}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.headRow}>
            {selection && (
              <div role="columnheader" className={classes.check}>
                <RowCheckbox
                  label={m.bulk.selectAll}
                  checked={chosen > 0 && chosen === records.length}
                  partly={chosen > 0 && chosen < records.length}
                  onChange={chosen === records.length ? selection.clear : selection.chooseAll}
                />
              </div>
            )}
            {columns.map((column) => (
              <ColumnHeader key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
            <div role="columnheader">
              <span className="visually-hidden">{m.common.more}</span>
            </div>
          </div>
        </div>
        {loading ? (
          <TableSkeleton columns={columns.length} />
        ) : (
          <div role="rowgroup" className={classes.body} style={{ height: rows.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const record = records[index];
              return (
                record && (
                  <RecordRow
                    key={record.id}
                    record={record}
                    index={index}
                    start={start}
                    columns={columns}
                    href={hrefOf(record)}
                    renderCompact={renderCompact}
                    onOpen={open}
                    onMenu={setMenu}
                    menuOpen={menu?.record.id === record.id}
                    onChoose={selection?.choose}
                    chosen={selection?.ids.has(record.id) ?? false}
                    choosing={chosen > 0}
                  />
                )
              );
            })}
          </div>
        )}
      </div>
      {footer}
      <RowMenu
        state={menu}
        onClose={() => setMenu(null)}
        onOpen={(record) => open(hrefOf(record))}
        onEdit={onEdit}
        onDelete={onDelete}
        onSelect={selection && ((record) => selection.choose(record.id, false))}
      />
    </div>
  );
}

function returnsTo(offset: number | undefined, height: number): number {
  return offset !== undefined && offset < height ? offset : 0;
}
