// Lists that are read on and on. However many pages are loaded, a list that is asked for again asks
// only for its first page, which counts, and for those in sight; the others when they come in sight.
import {
  hashKey,
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type Query,
  type QueryClient,
  replaceEqualDeep,
} from '@tanstack/react-query';
import { borderOf } from '@/lib/border';
import type { BaseRecord, Page, PageQuery, RecordApi } from './records';

export interface ListQuery {
  search?: string | undefined;
  sort?: string | undefined;
  filters?: Record<string, string> | undefined;
}

export interface ListedPage<R> extends Page<R> {
  // The list was asked for again since, without this page.
  outdated?: boolean;
}

export type Pages<R> = InfiniteData<ListedPage<R>, string | null>;

type ListRecord = Pick<BaseRecord, 'id'>;
type Ask<R> = (limit: number, cursor: string | null) => Promise<Page<R>>;

const pageSize = 100;
// More than a page, so that the rows that follow it show where it ends.
const pageAgain = 120;
// A page that grew beyond so many requests is the start of new pages.
const requestsForOne = 5;

interface Sight {
  from: number;
  to: number;
}

// Of lists that show only a part of what is loaded. Where nothing is said, all of it is in sight.
const sights = new WeakMap<Query, Sight>();
// Only what is outdated and in sight is being asked for.
const catchingUp = new WeakSet<Query>();

export function pagesQuery<R extends BaseRecord, N, C>(api: RecordApi<R, N, C>, list: ListQuery) {
  return infiniteQueryOptions({
    queryKey: [api.key, 'list', list] as const,
    queryFn: ({ client, queryKey, pageParam, signal }) => {
      const ask: Ask<R> = (limit, cursor) => api.page(questionOf(list, limit, cursor), signal);
      const query = queryOf<R>(client, queryKey);
      return query ? pageOf(query, pageParam, ask) : ask(pageSize, pageParam);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    structuralSharing: (before, after) =>
      joined(before as Pages<R> | undefined, after as Pages<R>) as never,
  });
}

function questionOf(list: ListQuery, limit: number, cursor: string | null): PageQuery {
  return {
    ...list.filters,
    limit,
    ...(list.search && { search: list.search }),
    ...(list.sort && { sort: list.sort }),
    // The count is asked for once, with the first page.
    ...(cursor === null ? { count: 'exact' } : { cursor }),
  };
}

// The rows of all pages. By `concat`, which copies whole pages: a list of many is put together again
// with every page that comes, and `flatMap` takes ten times as long.
export function rowsOf<R>(pages: readonly Page<R>[] = []): R[] {
  return Array<R>().concat(...pages.map(({ items }) => items));
}

// Tells which rows of a list are in sight, and asks for what is outdated among them.
export function see(
  client: QueryClient,
  queryKey: readonly unknown[],
  first: ListRecord,
  last: ListRecord,
): void {
  const query = queryOf<ListRecord>(client, queryKey);
  const pages = query?.state.data?.pages;
  if (!query || !pages) return;
  const from = pages.findIndex(({ items }) => items.includes(first));
  const to = pages.findIndex(({ items }) => items.includes(last));
  if (from < 0 || to < 0) return;
  sights.set(query as never, { from, to });
  if (query.state.fetchStatus !== 'idle' || !pages.slice(from, to + 1).some(isOutdated)) return;
  catchingUp.add(query as never);
  void client
    .refetchQueries({ queryKey, exact: true })
    .finally(() => catchingUp.delete(query as never));
}

async function pageOf<R extends ListRecord>(
  query: Query<Pages<R>>,
  cursor: string | null,
  ask: Ask<R>,
): Promise<ListedPage<R>> {
  const { pages = [], pageParams = [] } = query.state.data ?? {};
  const at = pageParams.indexOf(cursor);
  const known = pages[at];
  if (!known) return ask(pageSize, cursor);
  const { from, to } = sights.get(query as never) ?? { from: 0, to: pages.length };
  const seen = at >= from && at <= to;
  if (catchingUp.has(query as never)) {
    if (!seen || !isOutdated(known)) return known;
  } else if (!seen && at > 0) {
    return isOutdated(known) ? known : { ...known, outdated: true };
  }
  const later = pages.slice(at + 1, at + 3);
  return later.length > 0 ? again(known, later, cursor, ask) : ask(pageSize, cursor);
}

// The rows from where a page starts to where the next one does, so that the pages after it stay.
async function again<R extends ListRecord>(
  known: Page<R>,
  later: readonly Page<R>[],
  start: string | null,
  ask: Ask<R>,
): Promise<Page<R>> {
  const here = idsOf([known]);
  const after = idsOf(later);
  let page = await ask(pageAgain, start);
  for (let i = 1; i < requestsForOne; i += 1) {
    if (page.next_cursor === null || page.items.some(({ id }) => after.has(id))) break;
    const { items, next_cursor } = await ask(pageAgain, page.next_cursor);
    page = { ...page, items: [...page.items, ...items], next_cursor };
  }
  if (!page.items.some(({ id }) => after.has(id))) return page;
  const end = borderOf(page.items, here, after);
  return { ...page, items: page.items.slice(0, end), next_cursor: known.next_cursor };
}

// What was there and is the same stays the same object. A record that came to one page has left the
// one it was on, which may not have been asked for.
export function joined<R extends ListRecord>(
  before: Pages<R> | undefined,
  after: Pages<R>,
): Pages<R> {
  if (!before) return after;
  const arrived = new Map<string, number>();
  const pages = after.pages.map((page, at) => {
    const old = before.pages[at];
    if (page.items === old?.items) return page;
    const known = new Map(old?.items.map((item) => [item.id, item]));
    for (const { id } of page.items) if (!known.has(id)) arrived.set(id, at);
    const items = page.items.map((item) => replaceEqualDeep(known.get(item.id), item));
    return { ...page, items };
  });
  // Whoever compares would never come to rest with a new object for the same list.
  if (isSame(pages, before.pages)) return before;
  if (arrived.size === 0) return { ...after, pages };
  const isElsewhere = (id: string, at: number) => (arrived.get(id) ?? at) !== at;
  return {
    ...after,
    pages: pages.map((page, at) =>
      page.items.some(({ id }) => isElsewhere(id, at))
        ? { ...page, items: page.items.filter(({ id }) => !isElsewhere(id, at)) }
        : page,
    ),
  };
}

function queryOf<R>(
  client: QueryClient,
  queryKey: readonly unknown[],
): Query<Pages<R>> | undefined {
  // By its hash: searching for it compares every key there is, for every page of a long list.
  return client.getQueryCache().get<Pages<R>>(hashKey(queryKey)) as never;
}

const idsOf = (pages: readonly Page<ListRecord>[]) =>
  new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)));

const isSame = (some: readonly unknown[], others: readonly unknown[]) =>
  some.length === others.length && some.every((one, at) => one === others[at]);

const isOutdated = (page: ListedPage<unknown>) => page.outdated === true;
