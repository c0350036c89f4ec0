import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { IconMessageHeart, IconSearchOff } from '@tabler/icons-react';
import { EmptyState, ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { FeedbackEntry } from './feedback-entry';
import { FilterPills } from './filter-pills';
import { type FeedbackFilter, feedbackQuery, kinds, statuses } from './feedback-queries';
import classes from './feedback-list.module.css';
import { t } from './messages';

interface FeedbackListProps {
  filter: FeedbackFilter;
  onFilter: (changes: FeedbackFilter) => void;
}

export function FeedbackList({ filter, onFilter }: FeedbackListProps) {
  const query = useInfiniteQuery({ ...feedbackQuery(filter), placeholderData: keepPreviousData });
  const failure = useFailure(query);
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? null;
  const { kind, status } = filter;
  const narrowed = kind !== undefined || status !== undefined;

  return (
    <>
      <div className={classes.filters}>
        <FilterPills
          label={t.status}
          all={t.allStatuses}
          choices={statuses}
          names={t.statuses}
          chosen={status}
          onChoose={(one) => onFilter({ status: one })}
        />
        <FilterPills
          label={t.kind}
          all={t.allKinds}
          choices={kinds}
          names={t.kinds}
          chosen={kind}
          onChoose={(one) => onFilter({ kind: one })}
        />
      </div>
      <p className={classes.count} role="status">
        {total !== null && failure === null ? t.count(total) : ''}
      </p>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton />
      ) : entries.length === 0 ? (
        narrowed ? (
          <EmptyState icon={<IconSearchOff size={22} />} title={t.noneTitle} text={t.noneText}>
            <Button
              variant="default"
              onClick={() => onFilter({ kind: undefined, status: undefined })}
            >
              {t.showAll}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState
            icon={<IconMessageHeart size={22} />}
            title={t.emptyTitle}
            text={t.emptyText}
          />
        )
      ) : (
        <ul
          className={classes.list}
          aria-label={t.list}
          data-stale={query.isPlaceholderData || undefined}
        >
          {entries.map((entry) => (
            <FeedbackEntry key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {query.hasNextPage && failure === null && (
        <Button
          variant="default"
          className={classes.more}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </>
  );
}

function Skeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
