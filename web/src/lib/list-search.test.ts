import { describe, expect, it } from 'vitest';
import { filtersOf, isNewStep, listSearch, nextSort } from './list-search';

const shape = { sortable: ['name', 'updated_at'], filterable: ['organization'] };

describe('listSearch', () => {
  it('keeps what it knows and drops the rest', () => {
    const raw = { q: 'ann', sort: '-updated_at', organization: 'Acme', stage: 'won' };
    expect(listSearch(raw, shape)).toEqual({ q: 'ann', sort: '-updated_at', organization: 'Acme' });
  });

  it('drops a sort by a column that cannot be sorted', () => {
    expect(listSearch({ sort: 'phone' }, shape)).toEqual({});
  });

  it('keeps the search for what is not set', () => {
    const search = listSearch({ organization: '', q: '' }, shape);
    expect(search).toEqual({ organization: '' });
    expect(filtersOf(search, shape)).toEqual({ organization: '' });
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

it('goes back by searches, filters and orders, not by letters or the form', () => {
  const list = { q: 'an', organization: 'Acme' };
  expect(isNewStep(list, { ...list, q: 'ann' })).toBe(false);
  expect(isNewStep(list, { ...list, new: true })).toBe(false);
  expect(isNewStep(list, { organization: 'Acme' })).toBe(true);
  expect(isNewStep(list, { ...list, organization: '' })).toBe(true);
  expect(isNewStep(list, { ...list, sort: '-name' })).toBe(true);
  expect(isNewStep({}, { q: 'a' })).toBe(true);
});
