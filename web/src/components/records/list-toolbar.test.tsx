import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { MantineProvider } from '@mantine/core';
import { afterEach, expect, it, vi } from 'vitest';
import { ListToolbar } from './list-toolbar';

afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

const toolbar = (search: string, onSearch: (text: string) => void) => (
  <MantineProvider>
    <ListToolbar
      searchHint="Search"
      search={search}
      onSearch={onSearch}
      filterFields={[]}
      filters={{}}
      onFilters={vi.fn()}
      onUnfilter={vi.fn()}
      sortFields={[]}
      sort={undefined}
      onSort={vi.fn()}
    />
  </MantineProvider>
);

it('searches with the first key at once, and together with what is typed right after it', () => {
  vi.useFakeTimers();
  const onSearch = vi.fn();
  render(toolbar('', onSearch));
  const field = screen.getByPlaceholderText('Search');
  fireEvent.change(field, { target: { value: 'g' } });
  expect(onSearch.mock.calls).toEqual([['g']]);
  fireEvent.change(field, { target: { value: 'gr' } });
  fireEvent.change(field, { target: { value: 'gra' } });
  expect(onSearch).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  expect(onSearch.mock.calls).toEqual([['g'], ['gra']]);
});

it('keeps what is typed while the address still follows, and follows the address else', () => {
  vi.useFakeTimers();
  const onSearch = vi.fn();
  const { rerender } = render(toolbar('', onSearch));
  const field = screen.getByPlaceholderText<HTMLInputElement>('Search');
  const type = (value: string) => fireEvent.change(field, { target: { value } });
  type('g');
  type('gr');
  rerender(toolbar('g', onSearch));
  expect(field.value).toBe('gr');
  act(() => vi.advanceTimersByTime(200));
  type('gra');
  rerender(toolbar('gr', onSearch));
  expect(field.value).toBe('gra');
  act(() => vi.advanceTimersByTime(200));
  rerender(toolbar('gra', onSearch));
  expect(onSearch.mock.lastCall).toEqual(['gra']);
  rerender(toolbar('gr', onSearch));
  expect(field.value).toBe('gr');
  rerender(toolbar('', onSearch));
  expect(field.value).toBe('');
});
