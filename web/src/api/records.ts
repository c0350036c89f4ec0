import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Written } from './client';
import type { Pages } from './pages';

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
    for (const { items } of pages?.pages ?? []) {
      const found = items.find((item) => item.id === id);
      if (found) return found;
    }
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
  const isOlder = (item: R) => item.id === record.id && item.version <= record.version;
  changePages<R>(client, key, (items) => {
    const at = items.findIndex(isOlder);
    return at < 0 ? items : items.with(at, record);
  });
}

export function dropRecord(client: QueryClient, key: RecordKey, id: string): void {
  const queryKey = [key, 'record', id];
  client.removeQueries({ queryKey, exact: true, type: 'inactive' });
  // A page that shows the record asks again, and says that it is gone.
  void client.resetQueries({ queryKey, exact: true, type: 'active' });
  changePages<BaseRecord>(client, key, (items) => withoutIds(items, new Set([id])));
}

// The same for many at once, in one go over the lists.
export function dropRecords(client: QueryClient, key: RecordKey, ids: ReadonlySet<string>): void {
  for (const id of ids) client.removeQueries({ queryKey: [key, 'record', id], exact: true });
  changePages<BaseRecord>(client, key, (items) => withoutIds(items, ids));
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

// What `change` leaves as it is stays the same object: a long list is mostly that.
function changePages<R>(client: QueryClient, key: RecordKey, change: (items: R[]) => R[]): void {
  client.setQueriesData<Pages<R>>({ queryKey: [key, 'list'] }, (old) => {
    if (!old) return old;
    let removed = 0;
    const pages = old.pages.map((page) => {
      const items = change(page.items);
      removed += page.items.length - items.length;
      return items === page.items ? page : { ...page, items };
    });
    const [first, ...rest] = pages;
    if (!first || removed === 0) return { ...old, pages };
    const total = typeof first.total === 'number' ? { total: first.total - removed } : {};
    return { ...old, pages: [{ ...first, ...total }, ...rest] };
  });
}

function withoutIds<R extends BaseRecord>(items: R[], ids: ReadonlySet<string>): R[] {
  return items.some(({ id }) => ids.has(id)) ? items.filter(({ id }) => !ids.has(id)) : items;
}
