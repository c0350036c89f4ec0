import { useMediaQuery } from '@mantine/hooks';
import { useElementScrollRestoration, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { BaseRecord } from '@/api/records';
import { useRowKeys } from './use-row-keys';
import { m } from '@/lib/messages';
import { isGroup, type RowGroup, withGroups } from '@/lib/row-groups';
import { ColumnHeader } from './column-header';
import { GroupRow } from './group-row';
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
  // Changed where it stands: the cell is a button, and the key presses that of the focused row.
  // `text` names what the cell shows; without it, all that stands in the cell does.
  edit?: { key: string; text?: (record: R) => string };
  // `narrow`: the whole row is this cell, on a phone.
  render: (record: R, narrow: boolean) => ReactNode;
}

export interface Grouping<R> {
  // Tells which group a row is of. The rows come in the order of their groups. Made for each gathering,
  // so that what is the same for all rows, such as what day it is, is found once.
  sorter: () => (record: R) => string;
  heading: (first: R) => ReactNode;
}

// Where a field is to be changed: beside its cell.
export type OnCell<R> = (record: R, column: string, cell: Element) => void;

export interface RecordTableProps<R extends BaseRecord> {
  label: string;
  columns: readonly Column<R>[];
  records: readonly R[];
  total: number | null;
  sort: string | undefined;
  onSort: (column: string) => void;
  hrefOf: (record: R) => string;
  // At the end of the row on a phone.
  renderCompact: (record: R) => ReactNode;
  loading: boolean;
  // The rows shown belong to the previous search.
  stale: boolean;
  hasMore: boolean;
  onMore: () => void;
  // Told which rows are in sight, whenever scrolling rests.
  onSight: (first: R, last: R) => void;
  onEdit: (record: R) => void;
  onDelete: (record: R) => void;
  // Without it, rows cannot be chosen.
  selection?: RowSelection<R> | undefined;
  grouping?: Grouping<R> | null | undefined;
  // A record opens over the table, which stays as it is.
  opensOver?: boolean | undefined;
  // Needed where columns have an `edit`.
  onCell?: OnCell<R> | undefined;
  canDelete?: ((record: R) => boolean) | undefined;
  // Stands below the last row: an error, an end.
  footer?: ReactNode;
}

const rowHeight = 50;
const phoneRowHeight = 64;
const groupHeight = 44;
const manyColumns = 7;
const phone = '(max-width: 48em)';
const loadAhead = 25;
// Rows beside those in sight: enough for a turn of the wheel, and few to draw where all change.
const rowsBeside = 6;

export function RecordTable<R extends BaseRecord>(props: RecordTableProps<R>) {
  const { label, columns, records, total, sort, onSort, hasMore, onMore, onSight } = props;
  const { hrefOf, renderCompact, loading, stale, onEdit, onDelete, footer, selection } = props;
  const { grouping, onCell, opensOver = false } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<RowMenuState<R> | null>(null);
  const navigate = useNavigate();
  const narrow = useMediaQuery(phone, false, { getInitialValueInEffect: false });
  const height = narrow ? phoneRowHeight : rowHeight;
  const remembered = useElementScrollRestoration({ id: label });
  const sorter = grouping?.sorter;
  const items: readonly (R | RowGroup<R>)[] = useMemo(
    () => (sorter ? withGroups(records, sorter(), hasMore) : records),
    [records, sorter, hasMore],
  );

  // A new one for new items, which has them measured as they are drawn: rows and headings, whose
  // heights differ, change places.
  const keyOf = useCallback((index: number) => keyOfItem(items[index], index), [items]);

  // Its functions change what they answer without changing themselves, so nothing may memoize them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: keyOf,
    estimateSize: (index) => (isGroup(items[index]) ? groupHeight : height),
    overscan: rowsBeside,
    // Only where the rows are there already, as on the way back from a record.
    initialOffset: returnsTo(remembered?.scrollY, items.length * height),
  });
  useEffect(() => rows.measure(), [rows, height]);
  const shown = rows.getVirtualItems();
  const firstShown = shown[0]?.index ?? 0;
  const lastShown = shown.at(-1)?.index ?? 0;

  useEffect(() => {
    const seen = rows.isScrolling ? [] : items.slice(firstShown, lastShown + 1).filter(isRow);
    const [first] = seen;
    if (first) onSight(first, seen.at(-1) ?? first);
  }, [rows.isScrolling, items, firstShown, lastShown, onSight]);

  useEffect(() => {
    if (hasMore && lastShown >= items.length - loadAhead) onMore();
  }, [hasMore, lastShown, items.length, onMore]);

  const chosen = selection?.records.length ?? 0;
  useRowKeys({
    scroller,
    items,
    rows,
    onEdit: (index) => withRecord(index, onEdit),
    editKeys: onCell ? columns.flatMap(({ edit }) => edit?.key ?? []) : [],
    selection: selection && {
      ids: selection.ids,
      choose: (index, range) => withRecord(index, ({ id }) => selection.choose(id, range)),
      chooseAll: selection.chooseAll,
    },
  });
  const withRecord = (index: number, act: (record: R) => void) => {
    const item = items[index];
    if (item && !isGroup(item)) act(item);
  };

  const open = useCallback(
    (href: string, over: boolean) =>
      void navigate(
        over && opensOver ? { to: href, search: true, resetScroll: false } : { to: href },
      ),
    [navigate, opensOver],
  );
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
        style={
          {
            '--columns': `${template} 44px`,
            '--gap': columns.length > manyColumns ? '14px' : '20px',
            '--row-height': `${height}px`,
          } as CSSProperties
        }
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
            {shown.map(({ index, start }) => {
              const record = items[index];
              if (isGroup(record)) {
                return (
                  <GroupRow
                    key={`group ${index}`}
                    group={record}
                    index={index}
                    start={start}
                    columns={columns.length + 1}
                  >
                    {grouping?.heading(record.first)}
                  </GroupRow>
                );
              }
              return (
                record && (
                  <RecordRow
                    key={record.id}
                    record={record}
                    index={index}
                    start={start}
                    columns={columns}
                    href={hrefOf(record)}
                    renderCompact={narrow ? renderCompact : undefined}
                    onOpen={open}
                    onMenu={setMenu}
                    menuOpen={menu?.record.id === record.id}
                    onChoose={selection?.choose}
                    chosen={selection?.ids.has(record.id) ?? false}
                    choosing={chosen > 0}
                    onCell={onCell}
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
        onOpen={(record) => open(hrefOf(record), true)}
        onEdit={onEdit}
        onDelete={onDelete}
        canDelete={props.canDelete}
        onSelect={selection && ((record) => selection.choose(record.id, false))}
      />
    </div>
  );
}

function keyOfItem<R extends BaseRecord>(item: R | RowGroup<R> | undefined, index: number) {
  return item && !isGroup(item) ? item.id : index;
}

function isRow<R>(item: R | RowGroup<R>): item is R {
  return !isGroup(item);
}

function returnsTo(offset: number | undefined, height: number): number {
  return offset !== undefined && offset < height ? offset : 0;
}
