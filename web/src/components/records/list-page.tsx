import { Button } from '@mantine/core';
import { IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { memo, type ReactNode, useCallback, useMemo } from 'react';
import { pagesQuery, rowsOf, see } from '@/api/pages';
import type { BaseRecord, RecordApi } from '@/api/records';
import {
  filtersOf,
  groupOf,
  type ListChange,
  listQuery,
  type ListSearch,
  type ListShape,
  nextSort,
  orderOf,
  unfiltered,
  without,
} from '@/lib/list-search';
import { m } from '@/lib/messages';
import { EmptyState, ErrorState } from '../states';
import { useFailure } from '../use-failure';
import type { FilterField } from './filter-button';
import { ListToolbar } from './list-toolbar';
import { type Column, type Grouping, type OnCell, RecordTable } from './record-table';
import { type BulkActions, SelectionBar } from './selection-bar';
import { useSelection } from './use-selection';
import classes from './list-page.module.css';

interface ListPageProps<R extends BaseRecord, N, C> {
  api: RecordApi<R, N, C>;
  title: string;
  countText: (count: number) => string;
  newLabel: string;
  searchHint: string;
  columns: readonly Column<R>[];
  shape: ListShape;
  filterFields: readonly FilterField[];
  search: ListSearch;
  onSearch: (change: ListChange) => void;
  hrefOf: (record: R) => string;
  renderCompact: (record: R) => ReactNode;
  onNew: () => void;
  onEdit: (record: R) => void;
  onDelete: (record: R) => void;
  canDelete?: (record: R) => boolean;
  opensOver?: boolean;
  onCell?: OnCell<R>;
  // How rows are gathered, by what the shape calls its groups.
  groupings?: Record<string, Grouping<R>>;
  // Beside the button for a new record.
  aside?: ReactNode;
  // Beside search and filters.
  controls?: ReactNode;
  // Instead of the table.
  children?: ReactNode;
  // What can be done with many records at once.
  bulk?: BulkActions;
  // Instead of the table while there is not one record.
  empty: ReactNode;
}

export function ListPage<R extends BaseRecord, N, C>(props: ListPageProps<R, N, C>) {
  const { api, columns, shape, search, onSearch, bulk } = props;
  const filters = filtersOf(search, shape);
  const order = orderOf(search, shape);
  const group = groupOf(search, shape);
  const client = useQueryClient();
  const asked = useMemo(() => pagesQuery(api, listQuery(search, shape)), [api, search, shape]);
  const query = useInfiniteQuery(asked);
  const records = useMemo(() => rowsOf(query.data?.pages), [query.data?.pages]);
  const selection = useSelection(records);
  const total = query.data?.pages[0]?.total ?? null;
  const narrowed = search.q !== undefined || Object.keys(filters).length > 0;
  const failure = useFailure(query);
  const settled = query.data !== undefined && !query.isPlaceholderData;
  const nothing = settled && records.length === 0 && !query.hasNextPage;

  const { fetchNextPage, isFetching, isFetchNextPageError } = query;
  // Not while anything is asked for: it would be given up, also by a second scroll before the next render.
  const more = useCallback(() => {
    if (!isFetching && !isFetchNextPageError) void fetchNextPage({ cancelRefetch: false });
  }, [fetchNextPage, isFetching, isFetchNextPageError]);
  const onSight = useCallback(
    (first: R, last: R) => see(client, asked.queryKey, first, last),
    [client, asked.queryKey],
  );

  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div>
          <h1 className={classes.title}>{props.title}</h1>
          <p className={classes.count} role="status">
            {total !== null ? props.countText(total) : ''}
          </p>
        </div>
        <div className={classes.actions}>
          {props.aside}
          <Button leftSection={<IconPlus size={16} />} onClick={props.onNew}>
            {props.newLabel}
          </Button>
        </div>
      </header>
      {nothing && !narrowed ? (
        <div className={classes.empty}>{props.empty}</div>
      ) : (
        <>
          <Toolbar page={props} />
          {failure !== null ? (
            <div className={classes.empty}>
              <ErrorState error={failure} onRetry={() => void query.refetch()} />
            </div>
          ) : nothing ? (
            <div className={classes.empty}>
              <EmptyState
                icon={<IconSearchOff size={22} />}
                title={m.list.nothingFound}
                text={m.list.nothingFoundText}
              >
                <Button
                  variant="default"
                  onClick={() => onSearch((before) => unfiltered(before, shape))}
                >
                  {m.list.clearFilters}
                </Button>
              </EmptyState>
            </div>
          ) : props.children ? (
            props.children
          ) : (
            <RecordTable
              label={props.title}
              columns={columns}
              records={records}
              total={total}
              sort={order}
              onSort={(column) =>
                onSearch((before) =>
                  changed(before, sortedBy(nextSort(orderOf(before, shape), column))),
                )
              }
              grouping={group ? props.groupings?.[group] : null}
              onCell={props.onCell}
              opensOver={props.opensOver}
              canDelete={props.canDelete}
              hrefOf={props.hrefOf}
              renderCompact={props.renderCompact}
              loading={query.isPending}
              stale={query.isPlaceholderData}
              hasMore={query.hasNextPage}
              onMore={more}
              onSight={onSight}
              onEdit={props.onEdit}
              onDelete={props.onDelete}
              selection={bulk && selection}
              footer={
                isFetchNextPageError && (
                  <p className={classes.partly} role="alert">
                    {m.list.partly}
                    <Button
                      variant="default"
                      size="compact-sm"
                      onClick={() => void fetchNextPage()}
                    >
                      {m.common.retry}
                    </Button>
                  </p>
                )
              }
            />
          )}
        </>
      )}
      {bulk && selection.records.length > 0 && (
        <SelectionBar api={api} actions={bulk} selection={selection} listed={records.length} />
      )}
    </div>
  );
}

type ToolbarFacts = Pick<
  ListPageProps<BaseRecord, unknown, unknown>,
  'shape' | 'search' | 'onSearch' | 'searchHint' | 'filterFields' | 'controls'
> & { columns: readonly Pick<Column<never>, 'id' | 'label' | 'sortable'>[] };

// Stays as it is while pages of the list come in.
const Toolbar = memo(function Toolbar({ page }: { page: ToolbarFacts }) {
  const { shape, search, onSearch, columns } = page;
  const change = (changes: Changes) => onSearch((before) => changed(before, changes));
  return (
    <ListToolbar
      searchHint={page.searchHint}
      search={search.q ?? ''}
      onSearch={(q) => change({ q: q || undefined })}
      filterFields={page.filterFields}
      filters={filtersOf(search, shape)}
      onFilters={change}
      onUnfilter={() => onSearch((before) => without(before, ...shape.filterable))}
      sortFields={columns
        .filter((column) => column.sortable)
        .map(({ id, label }) => ({ field: id, label }))}
      sort={orderOf(search, shape)}
      onSort={(sort) => change(sortedBy(sort))}
    >
      {page.controls}
    </ListToolbar>
  );
});

type Changes = Record<string, string | undefined>;

// An order of one's own and groups exclude each other.
const sortedBy = (sort: string | undefined): Changes => ({ sort, group: undefined });

function changed(search: ListSearch, changes: Changes): ListSearch {
  return Object.fromEntries(
    Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined),
  ) as ListSearch;
}
