import { QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { queryClient } from '@/api/query-client';
import { ConversationList } from './conversation-list';
import { renderOnPage } from './test-page';

interface Asked {
  search?: string;
  cursor?: string;
}

// The server's answer to each question; null: none comes yet.
function serve(answer: (asked: Asked) => { titles: string[]; next: string | null } | null) {
  vi.spyOn(api, 'GET').mockImplementation((async (
    _path: string,
    { params }: { params: { query: Asked } },
  ) => {
    const page = answer(params.query);
    if (!page) return new Promise(() => undefined);
    const items = page.titles.map((title) => ({ id: title, title, updated_at: '2026-11-22' }));
    return { data: { items, next_cursor: page.next }, response: new Response() };
  }) as never);
}

const show = () =>
  renderOnPage(
    <QueryClientProvider client={queryClient}>
      <ConversationList currentId={null} onNew={vi.fn()} onOpen={vi.fn()} onDeleted={vi.fn()} />
    </QueryClientProvider>,
  );

beforeEach(() => queryClient.clear());

it('keeps what is listed while something is looked for', async () => {
  serve(({ search }) => (search ? null : { titles: ['Ada'], next: null }));
  await show();
  await screen.findByText('Ada');
  await userEvent.type(screen.getByRole('searchbox'), 'ben');
  expect(screen.getByText('Ada')).toBeTruthy();
});

it('says that nothing matches only once the search was answered', async () => {
  serve(({ search }) => (search === 'be' ? null : { titles: [], next: null }));
  await show();
  await userEvent.type(screen.getByRole('searchbox'), 'b');
  await screen.findByText('No conversation matches “b”.');
  await userEvent.type(screen.getByRole('searchbox'), 'e');
  await vi.waitFor(() => expect(screen.queryByText(/No conversation matches/)).toBeNull());
});

it('says that the next conversations could not be loaded, and loads them again', async () => {
  let down = true;
  serve(({ cursor }) => {
    if (!cursor) return { titles: ['Ada'], next: 'c' };
    if (down) throw new Error('Too slow.');
    return { titles: ['Ben'], next: null };
  });
  await show();
  await userEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  const again = await screen.findByRole('button', { name: /could not be loaded/ });
  down = false;
  await userEvent.click(again);
  expect(await screen.findByText('Ben')).toBeTruthy();
});
