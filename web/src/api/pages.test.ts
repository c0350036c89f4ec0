import { InfiniteQueryObserver } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { joined, type Pages, pagesQuery, see } from './pages';
import { queryClient } from './query-client';
import {
  type BaseRecord,
  dropRecord,
  type PageQuery,
  putRecord,
  type RecordApi,
  refetchLists,
} from './records';

type Row = BaseRecord;

// A server that pages by name, as the real one: a cursor is the last name before the page.
let rows: Row[] = [];
const page = vi.fn((query: PageQuery) => {
  const { limit, cursor = '' } = query;
  const sorted = rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const after = sorted.filter(({ name }) => name > cursor);
  const items = after.slice(0, limit);
  return Promise.resolve({
    items,
    next_cursor: after.length > limit ? (items.at(-1)?.name ?? null) : null,
    ...(query.count && { total: rows.length }),
  });
});
const api = { type: 'contact', key: 'contacts', page } as unknown as RecordApi<Row, never, never>;
const asked = pagesQuery(api, {});

const row = (number: number, name = `n${String(number).padStart(4, '0')}`): Row => ({
  id: `id ${number}`,
  version: 1,
  name,
  created_at: '',
  updated_at: '',
});
const data = () => queryClient.getQueryData(asked.queryKey) as Pages<Row>;
const listed = () => data().pages.flatMap(({ items }) => items);
const names = () => listed().map(({ name }) => name);
const inOrder = () => rows.map(({ name }) => name).sort();

async function load(count: number, pages: number) {
  rows = Array.from({ length: count }, (_, number) => row(number));
  const list = new InfiniteQueryObserver(queryClient, asked);
  list.subscribe(() => undefined);
  await vi.waitFor(() => expect(list.getCurrentResult().isSuccess).toBe(true));
  while (data().pages.length < pages) await list.fetchNextPage();
  page.mockClear();
}

function look(from: number, to: number) {
  const all = listed();
  see(queryClient, asked.queryKey, all[from] as Row, all[to] as Row);
}

const settled = () => vi.waitFor(() => expect(queryClient.isFetching()).toBe(0));

beforeEach(() => queryClient.clear());

it('asks for the first page and those in sight, however many are loaded', async () => {
  await load(2_000, 20);
  look(1_495, 1_510);
  await refetchLists(queryClient, 'contacts');
  expect(page).toHaveBeenCalledTimes(3);
  expect(names()).toEqual(inOrder());
});

it('takes a row that moved far away from where it was', async () => {
  await load(1_000, 10);
  look(750, 760);
  rows[755] = { ...row(755, 'n0003b'), version: 2 };
  putRecord(queryClient, 'contacts', rows[755]);
  await refetchLists(queryClient, 'contacts');
  expect(names()).toEqual(inOrder());
  expect(page).toHaveBeenCalledTimes(2);
});

it('shows a row that came from a page out of sight once, where it is now', async () => {
  await load(1_000, 10);
  look(750, 760);
  rows[320] = { ...row(320, 'n0755b'), version: 2 };
  await refetchLists(queryClient, 'contacts');
  expect(names()).toEqual(inOrder());
});

it('asks for the other pages when they come in sight, and for each once', async () => {
  await load(1_000, 10);
  look(750, 760);
  rows[320] = { ...row(320, 'n0330b'), version: 2 };
  rows[450] = { ...row(450, 'n0001b'), version: 2 };
  await refetchLists(queryClient, 'contacts');
  page.mockClear();
  look(310, 330);
  await settled();
  expect(page).toHaveBeenCalledTimes(1);
  look(440, 460);
  await settled();
  look(310, 330);
  look(750, 760);
  await settled();
  expect(page).toHaveBeenCalledTimes(2);
  expect(names()).toEqual(inOrder());
});

it('reads on in a page that has grown, until where the next one begins', async () => {
  await load(500, 5);
  look(220, 240);
  rows.push(...Array.from({ length: 150 }, (_, number) => row(1_000 + number, `n0230.${number}`)));
  await refetchLists(queryClient, 'contacts');
  expect(names()).toEqual(inOrder());
  expect(page).toHaveBeenCalledTimes(4);
});

it('ends the list where it ends now', async () => {
  await load(500, 5);
  look(220, 240);
  rows = rows.slice(0, 230);
  await refetchLists(queryClient, 'contacts');
  expect(names()).toEqual(inOrder());
  expect(data().pages[0]?.total).toBe(230);
});

it('keeps the order, whatever moves, comes and goes in sight', async () => {
  await load(600, 6);
  look(200, 399);
  for (let round = 0; round < 40; round += 1) {
    const at = 205 + ((round * 37) % 180);
    const moved = rows[at] as Row;
    if (round % 3 === 0) rows = rows.filter(({ id }) => id !== moved.id);
    else if (round % 3 === 1) rows.push(row(2_000 + round, `n0${205 + round * 4}.`));
    else rows[at] = { ...moved, version: moved.version + 1, name: `n0${210 + round * 4},` };
    await refetchLists(queryClient, 'contacts');
    expect(names()).toEqual(inOrder());
  }
});

it('is the same list while nothing changed', async () => {
  await load(300, 3);
  expect(joined(data(), { ...data(), pages: [...data().pages] })).toBe(data());
});

it('leaves the rows that did not change the same objects', async () => {
  await load(1_000, 10);
  look(750, 760);
  const before = listed();
  rows = rows.map((one) => ({ ...one }));
  await refetchLists(queryClient, 'contacts');
  expect(listed().every((one, index) => one === before[index])).toBe(true);
  dropRecord(queryClient, 'contacts', 'id 5');
  expect(data().pages[7]?.items).toHaveLength(100);
  expect(data().pages[0]?.total).toBe(999);
});
