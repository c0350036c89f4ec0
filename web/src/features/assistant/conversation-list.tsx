import { useInfiniteQuery } from '@tanstack/react-query';
import { IconEdit, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import type { components } from '@/api/schema';
import { lazyDialog } from '@/components/lazy-dialog';
import type { ConversationDialog } from './conversation-dialogs';
import { groupByAge } from './conversation-groups';
import { ConversationItem } from './conversation-item';
import css from './conversation-list.module.css';
import { m } from './messages';
import { conversationsQuery } from './queries';

const ConversationDialogs = lazyDialog(() => import('./conversation-dialogs'));

export type ConversationRow = components['schemas']['Conversation'];

interface ConversationListProps {
  currentId: string | null;
  onNew: () => void;
  onOpen: (id: string) => void;
  onDeleted: (id: string) => void;
}

export function ConversationList({ currentId, onNew, onOpen, onDeleted }: ConversationListProps) {
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<ConversationDialog | null>(null);
  const wanted = useDeferredValue(search.trim());
  const query = useInfiniteQuery(conversationsQuery(wanted));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  // Nothing was found before does not mean that nothing is now.
  const asked = query.isPending || (query.isPlaceholderData && !rows.length);

  return (
    <nav className={css.list} aria-label={m.list.label}>
      <div className={css.head}>
        <button type="button" className={css.new} onClick={onNew}>
          <IconEdit size={17} stroke={1.7} aria-hidden="true" />
          {m.list.new}
        </button>
        <label className={css.search}>
          <IconSearch size={15} stroke={1.8} aria-hidden="true" />
          <span className="visually-hidden">{m.list.search}</span>
          <input
            type="search"
            value={search}
            placeholder={m.list.search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
      </div>
      <div className={css.scroll}>
        {asked && <Skeleton />}
        {query.isError && !rows.length && (
          <p className={css.note} role="alert">
            {m.list.failed}{' '}
            <button type="button" className={css.link} onClick={() => void query.refetch()}>
              {m.page.retry}
            </button>
          </p>
        )}
        {query.isSuccess && !rows.length && !asked && (
          <p className={css.note}>{wanted ? m.list.nothingFound(wanted) : m.list.empty}</p>
        )}
        {groupByAge(rows).map((group) => (
          <section key={group.label} className={css.group}>
            <h2 className={css.label}>{group.label}</h2>
            <ul>
              {group.items.map((row) => (
                <ConversationItem
                  key={row.id}
                  row={row}
                  current={row.id === currentId}
                  onOpen={() => onOpen(row.id)}
                  onRename={() => setDialog({ kind: 'rename', row })}
                  onDelete={() => setDialog({ kind: 'delete', row })}
                />
              ))}
            </ul>
          </section>
        ))}
        {query.hasNextPage && (
          <button
            type="button"
            className={css.more}
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchNextPageError ? `${m.list.failedMore} ${m.page.retry}` : m.list.more}
          </button>
        )}
      </div>
      {dialog && (
        <ConversationDialogs
          dialog={dialog}
          onClose={() => setDialog(null)}
          onDeleted={onDeleted}
        />
      )}
    </nav>
  );
}

function Skeleton() {
  return (
    <div className={css.skeleton} aria-hidden="true">
      {[72, 58, 80, 64, 70].map((width) => (
        <span key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
