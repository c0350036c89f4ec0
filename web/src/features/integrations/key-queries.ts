import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import { queryClient } from '@/api/query-client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type ModelKey = Schemas['ModelKey'];
export type Provider = ModelKey['provider'];

export const keysQuery = queryOptions({
  queryKey: ['model-keys'],
  queryFn: ({ signal }) => read(api.GET('/api/model-keys', { signal })),
});

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => read(api.GET('/api/models', { signal })),
});

// The server asks the provider whether the key works before it answers.
export async function saveKey(provider: Provider, body: Schemas['NewModelKey']): Promise<void> {
  await read(api.PUT('/api/model-keys/{provider}', { params: { path: { provider } }, body }));
  await refetch();
}

export async function removeKey(provider: Provider): Promise<void> {
  await read(api.DELETE('/api/model-keys/{provider}', { params: { path: { provider } } }));
  await refetch();
}

async function refetch(): Promise<void> {
  await Promise.all(
    [keysQuery, modelsQuery].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })),
  );
}
