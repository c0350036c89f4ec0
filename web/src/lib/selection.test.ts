import { expect, it } from 'vitest';
import { all, emptySelection, extend, toggle } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const chosen = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort().join('');

it('chooses a row and lets it go again', () => {
  const one = toggle(emptySelection, 'b');
  expect(chosen(one)).toBe('b');
  expect(chosen(toggle(one, 'b'))).toBe('');
});

it('chooses everything between the last row and the next, in either direction', () => {
  expect(chosen(extend(toggle(emptySelection, 'b'), order, 'd'))).toBe('bcd');
  expect(chosen(extend(toggle(emptySelection, 'd'), order, 'a'))).toBe('abcd');
});

it('lets a range go that starts from a row just let go', () => {
  const most = toggle(all(order), 'b');
  expect(chosen(extend(most, order, 'd'))).toBe('ae');
});

it('chooses one row where the range has no start, or its start is no longer listed', () => {
  expect(chosen(extend(emptySelection, order, 'c'))).toBe('c');
  expect(chosen(extend(toggle(emptySelection, 'gone'), order, 'c'))).toBe('cgone');
});
