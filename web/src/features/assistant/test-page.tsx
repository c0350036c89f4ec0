import { MantineProvider } from '@mantine/core';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { type ReactNode } from 'react';
import { vi } from 'vitest';
import { type ChatActions, ChatActionsContext } from './chat-actions';

// Renders parts of the chat as they stand on the page: within the router, the theme and a conversation.
export async function renderOnPage(content: ReactNode, actions: Partial<ChatActions> = {}) {
  const all: ChatActions = {
    say: vi.fn(),
    sendAgain: vi.fn(),
    takeBack: vi.fn(),
    sayAgain: vi.fn(async () => undefined),
    decide: vi.fn(),
    decideAll: vi.fn(),
    undo: vi.fn(async () => undefined),
    undoRun: vi.fn(async () => undefined),
    chooseModel: vi.fn(),
    modelName: (id) => id,
    ...actions,
  };
  const router = createRouter({
    routeTree: createRootRoute({
      component: () => <ChatActionsContext value={all}>{content}</ChatActionsContext>,
    }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  await router.load();
  const page = render(
    <MantineProvider>
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  return { ...page, actions: all };
}
