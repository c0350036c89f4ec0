import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';
import { queryClient } from '@/api/query-client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Member = Schemas['Member'];
export type Invitation = Schemas['Invitation'];
export type MadeInvitation = Schemas['MadeInvitation'];
export type NewInvitation = Schemas['NewInvitation'];

const pageSize = 100;
const membersKey = ['members', 'list'] as const;

export function membersQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: [...membersKey, search],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/members', {
          params: {
            query: {
              limit: pageSize,
              ...(search && { search }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
}

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => read(api.GET('/api/invitations', { signal })),
});

export async function invite(body: NewInvitation): Promise<MadeInvitation> {
  const made = await read(api.POST('/api/invitations', { body }));
  await refetchInvitations();
  return made;
}

export async function withdraw(id: string): Promise<void> {
  await read(api.DELETE('/api/invitations/{id}', { params: { path: { id } } }));
  await refetchInvitations();
}

function refetchInvitations(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });
}
