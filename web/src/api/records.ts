import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import type { Written } from './client';

export interface BaseRecord {
  id: string;
  version: number;
  name: string;
  created_at: string;
  updated_at: string;
}

export interface Page<R> {
  items: R[];
  next_cursor: string | null;
  total?: number | null;
}

export interface ListQuery {
  search?: string | undefined;
  sort?: string | undefined;
  filters?: Record<string, string> | undefined;
}

export interface PageQuery extends Record<string, unknown> {
  limit: number;
  cursor?: string;
  search?: string;
  sort?: string;
  count?: 'exact';
}

// The kinds of records with pages of their own, and the key under which the cache holds each.
export const recordKeys = {
  contact: 'contacts',
  organization: 'organizations',
  project: 'projects',
  task: 'tasks',
} as const;

export type RecordType = keyof typeof recordKeys;
export type RecordKey = (typeof recordKeys)[RecordType];

// What else shows something of such a record: its name, its link, its end.
export const relatedKeys: Record<RecordKey, readonly RecordKey[]> = {
  contacts: ['organizations'],
  organizations: ['contacts', 'projects'],
  projects: ['tasks'],
  tasks: [],
};

// What the pages need to know about one kind of record; each feature fills it with typed calls.
export interface RecordApi<R extends BaseRecord, New, Changes> {
  type: RecordType;
  key: RecordKey;
  page: (query: PageQuery, signal: AbortSignal) => Promise<Page<R>>;
  get: (id: string, signal: AbortSignal) => Promise<R>;
  create: (body: New) => Promise<Written<R>>;
  // Throws ApiError 412 when the record is no longer at `version`.
  update: (id: string, version: number, changes: Changes) => Promise<Written<R>>;
  remove: (id: string) => Promise<Written<unknown>>;
}

type Pages<R> = InfiniteData<Page<R>, string | null>;

const pageSize = 100;

export function pagesQuery<R extends BaseRecord, N, C>(api: RecordApi<R, N, C>, list: ListQuery) {
  return infiniteQueryOptions({
    queryKey: [api.key, 'list', list] as const,
    queryFn: ({ pageParam, signal }) =>
      api.page(
        {
          ...list.filters,
          limit: pageSize,
          ...(list.search && { search: list.search }),
          ...(list.sort && { sort: list.sort }),
          // The count is asked for once, with the first page.
          ...(pageParam === null ? { count: 'exact' } : { cursor: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function recordQuery<R extends BaseRecord, N, C>(api: RecordApi<R, N, C>, id: string) {
  return queryOptions({
    queryKey: [api.key, 'record', id] as const,
    queryFn: ({ signal }) => api.get(id, signal),
  });
}

// A record as the lists know it, to show at once while the page's own request is under way.
export function listedRecord<R extends BaseRecord>(
  client: QueryClient,
  key: RecordKey,
  id: string,
): R | undefined {
  for (const [, pages] of client.getQueriesData<Pages<R>>({ queryKey: [key, 'list'] })) {
    const found = pages?.pages.flatMap((page) => page.items).find((item) => item.id === id);
    if (found) return found;
  }
  return undefined;
}

// Puts a newer state of a record wherever the cache shows it.
export function putRecord<R extends BaseRecord>(
  client: QueryClient,
  key: RecordKey,
  record: R,
): void {
  client.setQueryData<R>([key, 'record', record.id], (old) =>
    old && old.version > record.version ? old : record,
  );
  changePages<R>(client, key, (items) =>
    items.map((item) => (item.id === record.id && item.version <= record.version ? record : item)),
  );
}

export function dropRecord(client: QueryClient, key: RecordKey, id: string): void {
  const queryKey = [key, 'record', id];
  client.removeQueries({ queryKey, exact: true, type: 'inactive' });
  // A page that shows the record asks again, and says that it is gone.
  void client.resetQueries({ queryKey, exact: true, type: 'active' });
  changePages<BaseRecord>(client, key, (items) => items.filter((item) => item.id !== id));
}

// The same for many at once, in one go over the lists.
export function dropRecords(client: QueryClient, key: RecordKey, ids: ReadonlySet<string>): void {
  for (const id of ids) client.removeQueries({ queryKey: [key, 'record', id], exact: true });
  changePages<BaseRecord>(client, key, (items) => items.filter(({ id }) => !ids.has(id)));
}

export function cachedVersion(client: QueryClient, key: RecordKey, id: string): number | null {
  return cachedRecord(client, key, id)?.version ?? null;
}

// The record as the cache has it, wherever that is.
export function cachedRecord<R extends BaseRecord>(
  client: QueryClient,
  key: RecordKey,
  id: string,
): R | undefined {
  return client.getQueryData<R>([key, 'record', id]) ?? listedRecord<R>(client, key, id);
}

export function refetchLists(client: QueryClient, key: RecordKey): Promise<void> {
  return client.invalidateQueries({ queryKey: [key, 'list'] });
}

function changePages<R>(client: QueryClient, key: RecordKey, change: (items: R[]) => R[]): void {
  client.setQueriesData<Pages<R>>({ queryKey: [key, 'list'] }, (old) => {
    if (!old) return old;
    let removed = 0;
    const pages = old.pages.map((page) => {
      const items = change(page.items);
      removed += page.items.length - items.length;
      return { ...page, items };
    });
    const [first, ...rest] = pages;
    if (!first || removed === 0) return { ...old, pages };
    const total = typeof first.total === 'number' ? { total: first.total - removed } : {};
    return { ...old, pages: [{ ...first, ...total }, ...rest] };
  });
}
