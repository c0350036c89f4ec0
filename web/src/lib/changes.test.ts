import { describe, expect, it } from 'vitest';
import { asText, diff, same } from './changes';

describe('diff', () => {
  it('lists changed fields and leaves bookkeeping out', () => {
    const before = { id: '1', version: 1, name: 'Ann', phone: null, updated_at: 'a' };
    const after = { id: '1', version: 2, name: 'Ann', phone: '+49', updated_at: 'b' };
    expect(diff(before, after)).toEqual([{ field: 'phone', before: null, after: '+49' }]);
  });

  it('reads absent, null and empty as the same', () => {
    expect(diff({ email: '' }, { metadata: {} })).toEqual([]);
  });
});

it('compares objects whatever the order of their keys', () => {
  expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(same({ a: 1 }, { a: 2 })).toBe(false);
});

it('writes a value as one line', () => {
  expect(asText(null)).toBe('');
  expect(asText({ tier: 'gold', seats: 4 })).toBe('seats: 4, tier: gold');
  const people = [
    { id: '1', name: 'Ann' },
    { id: '2', name: 'Bob' },
  ];
  expect(asText(people)).toBe('Ann, Bob');
});
