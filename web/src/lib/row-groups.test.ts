import { expect, it } from 'vitest';
import { isGroup, withGroups } from './row-groups';

const rows = [
  { id: '1', status: 'todo' },
  { id: '2', status: 'todo' },
  { id: '3', status: 'done' },
];
const read = (hasMore: boolean) =>
  withGroups(rows, ({ status }) => status, hasMore).map((item) =>
    isGroup(item) ? `${item.group} ${item.count}${item.open ? '+' : ''}` : item.id,
  );

it('puts a heading before the rows that belong together, and counts them', () => {
  expect(read(false)).toEqual(['todo 2', '1', '2', 'done 1', '3']);
});

it('leaves the count of the last group open while more may come', () => {
  expect(read(true).at(-2)).toBe('done 1+');
});

it('makes no heading without rows', () => {
  expect(withGroups([], () => 'x', true)).toEqual([]);
});
