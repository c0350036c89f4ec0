import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import { queryClient } from '@/api/query-client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Usage = Schemas['ChatUsage'];
export type OwnUsage = Schemas['OwnUsage'];
export type WorkspaceUsage = Schemas['WorkspaceUsage'];

const usageKey = ['usage'] as const;
const query = (month: string | null) => ({ params: { query: month === null ? {} : { month } } });

// Null: this month.
export const ownUsageQuery = (month: string | null) =>
  queryOptions({
    queryKey: [...usageKey, 'own', month],
    queryFn: ({ signal }) => read(api.GET('/api/usage', { ...query(month), signal })),
    placeholderData: keepPreviousData,
  });

export const workspaceUsageQuery = (month: string | null) =>
  queryOptions({
    queryKey: [...usageKey, 'workspace', month],
    queryFn: ({ signal }) => read(api.GET('/api/workspace/usage', { ...query(month), signal })),
    placeholderData: keepPreviousData,
  });

export async function setLimit(limit_micros: number | null): Promise<void> {
  await read(api.PUT('/api/workspace/usage-limit', { body: { limit_micros } }));
  await queryClient.invalidateQueries({ queryKey: usageKey });
}
