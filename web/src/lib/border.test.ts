import { expect, it } from 'vitest';
import { borderOf } from './border';

const here = new Set(['a', 'b', 'c', 'd']);
const later = new Set(['m', 'n', 'o', 'p']);
const pageOf = (rows: string) => {
  const all = [...rows].map((id) => ({ id }));
  return all
    .slice(0, borderOf(all, here, later))
    .map(({ id }) => id)
    .join('');
};

it('ends a page where the next one begins', () => {
  expect(pageOf('abcdmnop')).toBe('abcd');
  expect(pageOf('acdmnop')).toBe('acd');
  expect(pageOf('mnop')).toBe('');
});

it('keeps what is new, also at the border', () => {
  expect(pageOf('xabcydzmno')).toBe('xabcydz');
});

it('is not misled by single rows that moved over the border', () => {
  expect(pageOf('abdmncop')).toBe('abd');
  expect(pageOf('anbcdmop')).toBe('anbcd');
});
