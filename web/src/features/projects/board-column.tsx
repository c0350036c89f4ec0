import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef } from 'react';
import { pagesQuery, rowsOf, see } from '@/api/pages';
import type { RowMenuState } from '@/components/records/row-menu';
import { StatusMark } from '@/components/work/marks';
import { problemText } from '@/components/undo-toast';
import type { ListSearch } from '@/lib/list-search';
import { listQuery } from '@/lib/list-search';
import { m } from '@/lib/messages';
import type { ProjectStatus } from '@/lib/work';
import { cardCount, cardsOf } from './board-order';
import { t } from './messages';
import { ProjectCard } from './project-card';
import classes from './project-board.module.css';
import { type Project, projects, projectShape } from './projects';
import type { Board } from './use-board';

interface BoardColumnProps {
  status: ProjectStatus;
  search: ListSearch;
  board: Board;
  hint: string;
  onMenu: (state: RowMenuState<Project>) => void;
}

// A guess; each card is as high as what it says.
const cardHeight = 118;
const loadAhead = 12;
const number = new Intl.NumberFormat();

export function BoardColumn({ status, search, board, hint, onMenu }: BoardColumnProps) {
  const client = useQueryClient();
  const asked = useMemo(() => columnQuery(search, status), [search, status]);
  const query = useInfiniteQuery(asked);
  const scroller = useRef<HTMLDivElement>(null);
  const title = useId();
  const listed = useMemo(() => rowsOf(query.data?.pages), [query.data?.pages]);
  const cards = useMemo(() => cardsOf(status, listed, board.moved), [status, listed, board.moved]);
  const total = query.data?.pages[0]?.total;
  const over = board.held !== null && board.held.over === status;

  // Its functions change what they answer without changing themselves, so nothing may memoize them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 4,
    getItemKey: (index) => cards[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    const wanted = hasNextPage && last >= cards.length - loadAhead;
    if (wanted && !isFetching && !isFetchNextPageError)
      void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, last, cards.length, isFetching, isFetchNextPageError, fetchNextPage]);

  useEffect(() => {
    const [top, bottom] = [cards[first], cards[last]];
    if (top && bottom && !rows.isScrolling) see(client, asked.queryKey, top, bottom);
  }, [cards, first, last, rows.isScrolling, client, asked.queryKey]);

  return (
    <section
      className={classes.column}
      aria-labelledby={title}
      data-column={status}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!board.held) return;
        event.preventDefault();
        board.takeOver(status);
      }}
      onDrop={(event) => {
        event.preventDefault();
        board.drop(status);
      }}
    >
      <header className={classes.columnHead}>
        <h2 id={title} className={classes.columnTitle}>
          <StatusMark status={status} />
        </h2>
        <span className={classes.columnCount}>
          {typeof total === 'number' ? number.format(cardCount(total, listed, cards)) : ''}
        </span>
      </header>
      <div ref={scroller} className={classes.cards}>
        {query.isPending && <ColumnSkeleton />}
        {query.isError && (
          <p className={classes.note} role="alert">
            {problemText(query.error)}{' '}
            <button type="button" onClick={() => void query.refetch()}>
              {m.common.retry}
            </button>
          </p>
        )}
        {query.isSuccess && cards.length === 0 && (
          <p className={classes.note}>{over ? '' : t.nothingHere}</p>
        )}
        <div className={classes.stack} style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const project = cards[index];
            return (
              project && (
                <div
                  key={project.id}
                  ref={rows.measureElement}
                  data-index={index}
                  className={classes.place}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <ProjectCard {...{ project, board, hint, onMenu }} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </section>
  );
}

function columnQuery(search: ListSearch, status: ProjectStatus) {
  const list = listQuery(search, projectShape);
  return pagesQuery(projects, { ...list, filters: { ...list.filters, status } });
}

function ColumnSkeleton() {
  return (
    <div aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      <i className={classes.bone} />
      <i className={classes.bone} />
    </div>
  );
}
