import { describe, expect, it } from 'vitest';
import { filtersOf, listSearch, nextSort } from './list-search';

const shape = { sortable: ['name', 'updated_at'], filterable: ['organization'] };

describe('listSearch', () => {
  it('keeps what it knows and drops the rest', () => {
    const raw = { q: 'ann', sort: '-updated_at', organization: 'Acme', stage: 'won' };
    expect(listSearch(raw, shape)).toEqual({ q: 'ann', sort: '-updated_at', organization: 'Acme' });
  });

  it('drops a sort by a column that cannot be sorted', () => {
    expect(listSearch({ sort: 'phone' }, shape)).toEqual({});
  });

  it('reads numbers as the text they were typed as', () => {
    expect(listSearch({ q: 4930 }, shape)).toEqual({ q: '4930' });
  });
});

it('finds the filters in a search', () => {
  expect(filtersOf({ q: 'x', organization: 'Acme' }, shape)).toEqual({ organization: 'Acme' });
});

it('sorts up, down, and back to the default', () => {
  expect(nextSort(undefined, 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('-name', 'name')).toBeUndefined();
  expect(nextSort('-name', 'updated_at')).toBe('updated_at');
});
