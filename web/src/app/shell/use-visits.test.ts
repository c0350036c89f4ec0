import { expect, it } from 'vitest';
import { type SessionUser, useSession } from '@/api/session';
import { noteVisit, pageSeenLast } from '@/lib/visits';
import './use-visits';

const signIn = (id: string) => useSession.setState({ user: { id, name: id } as SessionUser });

it('forgets where a user was once somebody else is signed in', () => {
  signIn('nora');
  noteVisit('/contacts', 0);
  signIn('nora');
  expect(pageSeenLast(1)).toBe('/contacts');
  useSession.setState({ user: null });
  signIn('ben');
  expect(pageSeenLast(1)).toBe('');
});
