import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { queryClient } from '@/api/query-client';
import { chat } from './chat/use-chat';
import { ConversationView } from './conversation-view';
import { renderOnPage } from './test-page';

// What the server has, once it answers for the messages.
function serve(messages: Promise<unknown>) {
  vi.spyOn(api, 'GET').mockImplementation((async (path: string) => {
    if (path.endsWith('/messages')) await messages;
    return { data: { items: [], next_cursor: null, title: 'Ada' }, response: new Response() };
  }) as never);
}

const show = (chatKey: string) =>
  renderOnPage(
    <QueryClientProvider client={queryClient}>
      <ConversationView
        {...{ chatKey, userId: 'u', prefill: null }}
        onPrefilled={vi.fn()}
        openList={vi.fn()}
        startNew={vi.fn()}
      />
    </QueryClientProvider>,
  );

beforeEach(() => {
  queryClient.clear();
  // A mouse is at hand.
  const media = { matches: true, addEventListener: vi.fn(), removeEventListener: vi.fn() };
  vi.stubGlobal('matchMedia', () => media);
});

it('is ready to be written in once its messages are there', async () => {
  let answer = () => {};
  serve(new Promise<void>((done) => (answer = done)));
  await show('c1');
  chat.open('c1');
  await screen.findByRole('status', { name: 'Loading the conversation' });
  answer();
  const composer = await screen.findByRole('textbox');
  await vi.waitFor(() => expect(document.activeElement).toBe(composer));
});

it.each(['dialog', 'menu'])('leaves the focus in a %s that was opened meanwhile', async (role) => {
  let answer = () => {};
  serve(new Promise<void>((done) => (answer = done)));
  const chatKey = `opened-under-a-${role}`;
  await show(chatKey);
  chat.open(chatKey);
  await screen.findByRole('status', { name: 'Loading the conversation' });
  render(
    <div role={role}>
      <button>Rename</button>
    </div>,
  );
  const button = screen.getByRole('button', { name: 'Rename' });
  button.focus();
  answer();
  await screen.findByRole('textbox');
  await act(async () => undefined);
  expect(document.activeElement).toBe(button);
});

it('says that it could not be opened', async () => {
  const refused = Promise.reject(new Error('No network'));
  refused.catch(() => undefined);
  serve(refused);
  chat.open('c2');
  await show('c2');
  expect(await screen.findByText('This conversation could not be opened')).toBeTruthy();
});
