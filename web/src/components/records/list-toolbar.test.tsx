import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { MantineProvider } from '@mantine/core';
import { afterEach, expect, it, vi } from 'vitest';
import { ListToolbar } from './list-toolbar';

afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

it('searches with the first key at once, and together with what is typed right after it', () => {
  vi.useFakeTimers();
  const onSearch = vi.fn();
  render(
    <MantineProvider>
      <ListToolbar
        searchHint="Search"
        search=""
        onSearch={onSearch}
        filterFields={[]}
        filters={{}}
        onFilters={vi.fn()}
        onUnfilter={vi.fn()}
        sortFields={[]}
        sort={undefined}
        onSort={vi.fn()}
      />
    </MantineProvider>,
  );
  const field = screen.getByPlaceholderText('Search');
  fireEvent.change(field, { target: { value: 'g' } });
  expect(onSearch.mock.calls).toEqual([['g']]);
  fireEvent.change(field, { target: { value: 'gr' } });
  fireEvent.change(field, { target: { value: 'gra' } });
  expect(onSearch).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  expect(onSearch.mock.calls).toEqual([['g'], ['gra']]);
});
