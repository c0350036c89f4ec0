import { describe, expect, it } from 'vitest';
import { filtersOf, isNewStep, listQuery, listSearch, nextSort, unfiltered } from './list-search';

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

describe('a list that gathers its rows', () => {
  const gathering = {
    ...shape,
    order: '-updated_at',
    groups: { status: 'status', priority: '-priority' },
    choices: { view: ['list'] },
  };
  const order = (search: object) => listQuery({ ...search }, gathering).sort;

  it('gathers by the first where the address says nothing', () => {
    expect(order({})).toBe('status');
    expect(order({ group: 'priority' })).toBe('-priority');
    expect(order({ group: 'none' })).toBe('-updated_at');
    expect(order({ sort: 'name' })).toBe('name');
  });

  it('knows only its own groups and choices', () => {
    expect(listSearch({ group: 'colour', view: 'map' }, gathering)).toEqual({});
    expect(listSearch({ group: 'none', view: 'list' }, gathering)).toEqual({
      group: 'none',
      view: 'list',
    });
  });

  it('stays as it is shown when searches and filters go', () => {
    const search = { q: 'x', organization: 'Acme', view: 'list', group: 'none' };
    expect(unfiltered(search, gathering)).toEqual({ view: 'list', group: 'none' });
  });
});

it('asks the server in its own words', () => {
  const asking = { ...shape, asked: () => ({ due_before: '2026-11-25' }) };
  expect(listQuery({ q: 'x', due: 'overdue' }, asking)).toEqual({
    search: 'x',
    sort: 'name',
    filters: { due_before: '2026-11-25' },
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
