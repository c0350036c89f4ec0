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
