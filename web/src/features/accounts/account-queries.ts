import { queryOptions } from '@tanstack/react-query';
import { api, read, sendRaw } from '@/api/client';
import { isApiError } from '@/api/problem';
import { queryClient } from '@/api/query-client';
import { updateSessionUser } from '@/api/session';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type SessionInfo = Schemas['Session'];

const avatarPath = '/api/me/avatar';
const pictureKey = ['me', 'picture'] as const;

export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: ({ signal }) => read(api.GET('/api/instance', { signal })),
  staleTime: 5 * 60_000,
});

// What the link of an invitation invites to; 422 where it no longer works.
export function invitationQuery(invitation: string) {
  return queryOptions({
    queryKey: ['invitation', invitation],
    queryFn: ({ signal }) =>
      read(api.POST('/api/auth/invitation', { body: { invitation }, signal })),
    staleTime: Infinity,
  });
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => read(api.GET('/api/me', { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => read(api.GET('/api/sessions', { signal })),
});

// The picture as a data address, since an <img> cannot carry the token; null without one.
export const pictureQuery = queryOptions({
  queryKey: pictureKey,
  queryFn: async ({ signal }) => {
    // Both are asked for again together; a picture that was removed is not asked for.
    const me = await queryClient.fetchQuery({ ...meQuery, staleTime: Infinity });
    if (!me.has_avatar) return null;
    try {
      const response = await sendRaw(avatarPath, { signal });
      return await asDataUrl(await response.blob());
    } catch (error) {
      if (isApiError(error) && error.status === 404) return null;
      throw error;
    }
  },
  staleTime: 60 * 60_000,
});

export async function saveProfile(changes: Schemas['MeChanges']): Promise<Me> {
  const me = await read(api.PATCH('/api/me', { body: changes }));
  queryClient.setQueryData(meQuery.queryKey, me);
  updateSessionUser({ name: me.name, time_zone: me.time_zone });
  return me;
}

export async function savePicture(picture: Blob): Promise<void> {
  await sendRaw(avatarPath, {
    method: 'PUT',
    headers: { 'Content-Type': picture.type },
    body: picture,
  });
  await refetchPicture();
}

export async function removePicture(): Promise<void> {
  await sendRaw(avatarPath, { method: 'DELETE' });
  await refetchPicture();
}

export async function changePassword(body: Schemas['PasswordChange']): Promise<void> {
  await read(api.PUT('/api/me/password', { body }));
  await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
}

export async function revokeSession(id: string): Promise<void> {
  await read(api.DELETE('/api/sessions/{id}', { params: { path: { id } } }));
  await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
}

async function refetchPicture(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
}

function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('unreadable picture'));
    reader.readAsDataURL(blob);
  });
}
