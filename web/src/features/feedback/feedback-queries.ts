import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import { queryClient } from '@/api/query-client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Feedback = Schemas['Feedback'];
export type NewFeedback = Schemas['NewFeedback'];
export type Kind = Feedback['kind'];
export type Status = Feedback['status'];
type Pages = InfiniteData<Schemas['FeedbackPage'], string | null>;

export const kinds: readonly Kind[] = ['idea', 'bug', 'question', 'praise', 'other'];
export const statuses: readonly Status[] = ['open', 'done'];

export interface FeedbackFilter {
  kind?: Kind | undefined;
  status?: Status | undefined;
}

const pageSize = 50;
const listKey = ['feedback'] as const;

export function feedbackQuery({ kind, status }: FeedbackFilter) {
  return infiniteQueryOptions({
    queryKey: [...listKey, { kind, status }],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/feedback', {
          params: {
            query: {
              limit: pageSize,
              sort: '-created_at',
              ...(kind && { kind }),
              ...(status && { status }),
              ...(pageParam === null ? { count: 'exact' as const } : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
}

export async function give(body: NewFeedback): Promise<void> {
  await read(api.POST('/api/feedback', { body }));
  await queryClient.invalidateQueries({ queryKey: listKey });
}

// The mark shows at once; where the server refuses it, it goes back and the error is thrown.
export async function mark(entry: Feedback, status: Status): Promise<void> {
  put({ ...entry, status });
  try {
    put(
      await read(
        api.PATCH('/api/feedback/{id}', { params: { path: { id: entry.id } }, body: { status } }),
      ),
    );
    await queryClient.invalidateQueries({ queryKey: listKey, refetchType: 'none' });
  } catch (error) {
    put(entry);
    throw error;
  }
}

function put(entry: Feedback): void {
  queryClient.setQueriesData<Pages>(
    { queryKey: listKey },
    (old) =>
      old && {
        ...old,
        pages: old.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.id === entry.id ? entry : item)),
        })),
      },
  );
}
