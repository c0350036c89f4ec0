import { queryOptions } from '@tanstack/react-query';
import { api, read } from './client';
import type { components } from './schema';

export type ModelInfo = components['schemas']['ModelInfo'];
export type ModelList = components['schemas']['ModelList'];
export type KeyHolder = NonNullable<ModelInfo['key']>;

// The models that can answer this user, the default marked.
export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => read(api.GET('/api/models', { signal })),
  staleTime: 60_000,
});

// The same, with the one marked that answers in a conversation unless another is named.
export const modelsWithinQuery = (conversation_id: string) =>
  queryOptions({
    queryKey: [...modelsQuery.queryKey, conversation_id],
    queryFn: ({ signal }) =>
      read(api.GET('/api/models', { params: { query: { conversation_id } }, signal })),
    staleTime: 60_000,
  });
