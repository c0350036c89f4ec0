import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type ListQuery, pagesQuery } from '@/api/pages';
import type { BaseRecord, RecordApi } from '@/api/records';
import { problemText } from '../undo-toast';
import classes from './related-list.module.css';
import { Section } from './section';

interface RelatedListProps<R extends BaseRecord, N, C> {
  api: RecordApi<R, N, C>;
  list: ListQuery;
  title: string;
  // Said where there are none.
  emptyText: string;
  addLabel: string;
  // Makes one more.
  form: (onClose: () => void) => ReactNode;
  shownAtFirst: number;
  children: (record: R) => ReactNode;
  // The way to all, where more are there than shown.
  all: (total: number, className: string | undefined) => ReactNode;
}

// The first few records that belong to the one whose page it is.
export function RelatedList<R extends BaseRecord, N, C>(props: RelatedListProps<R, N, C>) {
  const { api, list, title, emptyText, addLabel, form, shownAtFirst, children, all } = props;
  const [adding, setAdding] = useState(false);
  const query = useInfiniteQuery(pagesQuery(api, list));
  const records = query.data?.pages[0]?.items ?? [];
  const total = query.data?.pages[0]?.total ?? null;
  return (
    <Section
      title={title}
      count={total}
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => setAdding(true)}
        >
          {addLabel}
        </Button>
      }
    >
      {query.isError && records.length === 0 && (
        <p className={classes.note} role="alert">
          {problemText(query.error)}
        </p>
      )}
      {query.isSuccess && records.length === 0 && <p className={classes.note}>{emptyText}</p>}
      <ul className={classes.list}>
        {records.slice(0, shownAtFirst).map((record) => (
          <li key={record.id} className={classes.item}>
            {children(record)}
          </li>
        ))}
      </ul>
      {total !== null && total > shownAtFirst && all(total, classes.all)}
      {adding && form(() => setAdding(false))}
    </Section>
  );
}
