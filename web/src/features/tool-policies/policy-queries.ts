import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import { queryClient } from '@/api/query-client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type ToolRule = Schemas['ToolRule'];
export type Policy = ToolRule['policy'];
export type Whose = 'own' | 'workspace';

export const policiesQuery = queryOptions({
  queryKey: ['tool-policies'],
  queryFn: ({ signal }) => read(api.GET('/api/tool-policies', { signal })),
});

// Null: as usual again.
export async function setPolicy(tool: string, policy: Policy | null, whose: Whose): Promise<void> {
  const request = { params: { path: { tool } }, body: { policy } };
  const rule = await read(
    whose === 'own'
      ? api.PUT('/api/tool-policies/{tool}', request)
      : api.PUT('/api/workspace/tool-policies/{tool}', request),
  );
  queryClient.setQueryData(policiesQuery.queryKey, (old) =>
    old ? { ...old, items: old.items.map((item) => (item.tool === tool ? rule : item)) } : old,
  );
}
