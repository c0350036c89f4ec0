import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type QueryClient,
} from '@tanstack/react-query';
import { api, read } from '@/api/client';
import type { MessagePage } from './chat/pages';

export const conversationsKey = ['conversations'] as const;

export const conversationsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: [...conversationsKey, 'list', search],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/conversations', {
          params: {
            query: {
              limit: 40,
              ...(pageParam && { cursor: pageParam }),
              ...(search && { search }),
            },
          },
          signal,
        }),
      ),
    // What was found before stands while a longer word is looked for.
    placeholderData: keepPreviousData,
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: [...conversationsKey, 'one', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/conversations/{id}', { params: { path: { id } }, signal })),
  });

export const conversationUsageQuery = (id: string) =>
  queryOptions({
    queryKey: [...conversationsKey, 'usage', id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/conversations/{id}/usage', { params: { path: { id } }, signal })),
  });

// What the user worked with last: the material of the suggestions.
export const recentQuery = queryOptions({
  queryKey: ['assistant', 'recent'],
  queryFn: async ({ signal }) => {
    const query = { sort: '-updated_at', limit: 4 };
    const [contacts, organizations] = await Promise.all([
      read(api.GET('/api/contacts', { params: { query }, signal })),
      read(api.GET('/api/organizations', { params: { query }, signal })),
    ]);
    return {
      contacts: contacts.items.map(({ name }) => name),
      organizations: organizations.items.map(({ name }) => name),
    };
  },
});

export async function fetchMessages(
  conversationId: string,
  cursor: string | null,
): Promise<MessagePage> {
  const page = await read(
    api.GET('/api/conversations/{id}/messages', {
      params: { path: { id: conversationId }, query: { limit: 50, ...(cursor && { cursor }) } },
    }),
  );
  return page as unknown as MessagePage;
}

export const renameConversation = (id: string, title: string) =>
  read(api.PATCH('/api/conversations/{id}', { params: { path: { id } }, body: { title } }));

export const deleteConversation = (id: string) =>
  read(api.DELETE('/api/conversations/{id}', { params: { path: { id } } }));

export const undoChange = (id: string) =>
  read(api.POST('/api/changes/{id}/undo', { params: { path: { id } } }));

export const undoRun = (id: string) =>
  read(api.POST('/api/runs/{id}/undo', { params: { path: { id } } }));

export const refreshConversations = (client: QueryClient) =>
  client.invalidateQueries({ queryKey: conversationsKey });

// After a deletion: asking for the deleted one again could only fail.
export const refreshConversationList = (client: QueryClient) =>
  client.invalidateQueries({ queryKey: [...conversationsKey, 'list'] });
