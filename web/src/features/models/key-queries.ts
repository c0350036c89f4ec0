import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import { modelsQuery } from '@/api/models';
import { queryClient } from '@/api/query-client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type ModelKey = Schemas['ModelKey'];
export type Provider = ModelKey['provider'];

// Whom a key is for: everybody in the workspace, or the user alone.
export type Scope = 'workspace' | 'own';

const paths = {
  workspace: { list: '/api/model-keys', one: '/api/model-keys/{provider}' },
  own: { list: '/api/me/model-keys', one: '/api/me/model-keys/{provider}' },
} as const;

export const keysQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['model-keys', scope],
    queryFn: ({ signal }) => read(api.GET(paths[scope].list, { signal })),
  });

// The server asks the provider whether the key works before it answers.
export async function saveKey(
  scope: Scope,
  provider: Provider,
  body: Schemas['NewModelKey'],
): Promise<void> {
  await read(api.PUT(paths[scope].one, { params: { path: { provider } }, body }));
  await refetch();
}

export async function removeKey(scope: Scope, provider: Provider): Promise<void> {
  await read(api.DELETE(paths[scope].one, { params: { path: { provider } } }));
  await refetch();
}

export async function setDefaultModel(model: string | null): Promise<void> {
  await read(api.PUT('/api/models/default', { body: { model } }));
  await refetch();
}

export async function setFallbackModel(model: string | null): Promise<void> {
  await read(api.PUT('/api/models/fallback', { body: { model } }));
  await refetch();
}

async function refetch(): Promise<void> {
  await Promise.all(
    [['model-keys'], modelsQuery.queryKey].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}
