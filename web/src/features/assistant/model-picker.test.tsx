import { QueryClientProvider } from '@tanstack/react-query';
import { renderHook, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import type { ModelInfo } from '@/api/models';
import { queryClient } from '@/api/query-client';
import { chat } from './chat/use-chat';
import { m } from './messages';
import { ModelPicker } from './model-picker';
import { renderOnPage } from './test-page';
import { useModels } from './use-model';

const names: Record<string, string> = { claude: 'Claude', gpt: 'GPT', gemini: 'Gemini' };

// What the server marks of its models: the user's last choice, and what answers in a conversation.
function serve(lastChoice: string, within: Record<string, string> = {}) {
  vi.spyOn(api, 'GET').mockImplementation((async (
    _path: string,
    { params }: { params?: { query?: { conversation_id?: string } } },
  ) => {
    const marked = within[params?.query?.conversation_id ?? ''] ?? lastChoice;
    const items = Object.entries(names).map(([id, name]): ModelInfo => ({
      id,
      provider: id,
      name,
      default: id === marked,
      key: 'workspace',
      max_input_tokens: null,
      max_output_tokens: null,
      thinking: null,
    }));
    return { data: { items }, response: new Response() };
  }) as never);
}

const Queries = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
);

function Picker({ chatKey }: { chatKey: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <Queries>
      <ModelPicker {...{ chatKey, opened, setOpened }} />
    </Queries>
  );
}

async function show(chatKey: string) {
  const { unmount } = await renderOnPage(<Picker chatKey={chatKey} />);
  return unmount;
}

const shows = (name: string) => screen.findByRole('button', { name: m.model.choose(name) });

async function pick(name: string) {
  await userEvent.click(screen.getByRole('button'));
  await userEvent.click(await screen.findByRole('menuitemradio', { name }));
}

describe('the model picker', () => {
  beforeEach(() => {
    queryClient.clear();
    chat.store.setState({ conversations: {}, pickedLast: null });
    vi.restoreAllMocks();
  });

  it('shows in a new conversation what the server takes for the user', async () => {
    serve('gpt');
    await show('draft-1');
    await shows('GPT');
  });

  it('shows in a conversation the model that answers there, whatever was chosen last', async () => {
    serve('gpt', { begun: 'claude' });
    await show('begun');
    await shows('Claude');
  });

  it('shows what answers instead where what was picked is gone, and asks for that', async () => {
    serve('gpt');
    chat.pickModel('draft-1', 'a model whose key was deleted');
    await show('draft-1');
    await shows('GPT');
    const { result } = renderHook(() => useModels('draft-1'), { wrapper: Queries });
    await waitFor(() => expect(result.current.loaded).toBe(true));
    expect(result.current.picked).toBeNull();
  });

  it('shows what was picked for a conversation in that conversation and in new ones alone', async () => {
    serve('gpt', { begun: 'claude', other: 'claude' });
    const leave = await show('begun');
    await shows('Claude');
    await pick('Gemini');
    await shows('Gemini');
    leave();
    for (const [key, name] of [
      ['other', 'Claude'],
      ['draft-1', 'Gemini'],
      ['begun', 'Gemini'],
    ] as const) {
      const away = await show(key);
      await shows(name);
      away();
    }
  });
});
