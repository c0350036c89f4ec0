import { QueryObserver } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { queryClient } from '@/api/query-client';
import { applyEvents } from './live';

const ann = { id: 'a', version: 1, name: 'Ann' };
const bob = { id: 'b', version: 4, name: 'Bob' };
const listKey = ['contacts', 'list', {}];

const event = (id: string, version: number, action: string) => ({
  record: { type: 'contact', id },
  version,
  action,
});
const names = () =>
  queryClient
    .getQueryData<{ pages: { items: { name: string }[] }[] }>(listKey)
    ?.pages.flatMap(({ items }) => items.map(({ name }) => name));
const isStale = () => queryClient.getQueryState(listKey)?.isInvalidated;

beforeEach(() => {
  queryClient.clear();
  queryClient.setQueryData(listKey, {
    pages: [{ items: [ann, bob], next_cursor: null, total: 2 }],
    pageParams: [null],
  });
});

it('takes a deleted record out of the lists at once', () => {
  applyEvents([event('a', 2, 'deleted')]);
  expect(names()).toEqual(['Bob']);
});

it('asks again for a deleted record that a page shows, so that the page says it is gone', async () => {
  const queryKey = ['contacts', 'record', 'a'];
  const queryFn = vi.fn().mockRejectedValue(new Error('gone'));
  queryClient.setQueryData(queryKey, ann);
  const page = new QueryObserver(queryClient, {
    queryKey,
    queryFn,
    staleTime: Infinity,
    retry: false,
  });
  const leave = page.subscribe(() => undefined);
  applyEvents([event('a', 2, 'deleted')]);
  await vi.waitFor(() => expect(page.getCurrentResult().isError).toBe(true));
  expect(page.getCurrentResult().data).toBeUndefined();
  leave();
});

it('asks again for lists that somebody else changed', () => {
  applyEvents([event('b', 5, 'updated')]);
  expect(isStale()).toBe(true);
});

it('ignores the echo of what this page wrote itself', () => {
  applyEvents([event('b', 4, 'updated')]);
  expect(isStale()).toBe(false);
});

it('asks again for the conversations, and for none that was deleted', () => {
  const list = ['conversations', 'list', ''];
  const one = ['conversations', 'one', 'x'];
  const record = { type: 'conversation', id: 'x' };
  const stale = () => [list, one].map((key) => queryClient.getQueryState(key)?.isInvalidated);
  for (const key of [list, one]) queryClient.setQueryData(key, {});
  applyEvents([{ record, version: 2, action: 'deleted' }]);
  expect(stale()).toEqual([true, false]);
  applyEvents([{ record, version: 2, action: 'updated' }]);
  expect(stale()).toEqual([true, true]);
});

it('ignores kinds of records it does not show', () => {
  applyEvents([{ record: { type: 'spaceship', id: 'x' }, version: 1, action: 'created' }]);
  expect(isStale()).toBe(false);
});
