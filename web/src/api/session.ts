import { create } from 'zustand';
import type { components } from './schema';
import { ApiError, problemOf, unreachable } from './problem';

type Authenticated = components['schemas']['Authenticated'];
export type SessionUser = Authenticated['user'];

interface SessionState {
  // restoring: the page just opened and the refresh cookie has not been tried yet.
  status: 'restoring' | 'signed-in' | 'signed-out';
  user: SessionUser | null;
  // Set when the server ended a session the user had not ended.
  expired: boolean;
}

const rememberedUser = 'parley.user';
const refreshLock = 'parley-refresh';
const earlyBy = 30_000;

// The access token never leaves this module's memory except to be sent.
let token: { value: string; endsAt: number } | null = null;
let refreshing: Promise<string> | null = null;

export const useSession = create<SessionState>(() => {
  const user = readRememberedUser();
  return { status: 'restoring', user, expired: false };
});

// Owners and administrators run the workspace: they invite people and read their feedback.
export function useRunsWorkspace(): boolean {
  return useSession(({ user }) => user?.role === 'owner' || user?.role === 'administrator');
}

const otherTabs =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('parley-session');
otherTabs?.addEventListener('message', (event: MessageEvent<{ user: string | null }>) => {
  const mine = useSession.getState().user?.id ?? null;
  if (event.data.user === null) forget(false);
  else if (mine !== null && mine !== event.data.user) location.reload();
});

export function signedIn(answer: Authenticated): void {
  adopt(answer);
  otherTabs?.postMessage({ user: answer.user.id });
}

// A token that still lives for a while; renews it first where needed. Throws ApiError.
export async function accessToken(): Promise<string> {
  if (token && token.endsAt - earlyBy > Date.now()) return token.value;
  return refresh();
}

// Called with the token a request was refused with, so that many refusals cause one renewal.
export async function renewedToken(refused: string): Promise<string> {
  if (token && token.value !== refused) return token.value;
  return refresh();
}

export function refresh(): Promise<string> {
  refreshing ??= lockedRefresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

// Tries the refresh cookie once after the page opened; afterwards the status is settled,
// unless the server cannot be reached: then a remembered user stays, for reading offline.
export async function restoreSession(): Promise<void> {
  if (useSession.getState().status !== 'restoring') return;
  await refresh().catch(() => undefined);
}

export async function signOut(): Promise<void> {
  await fetch('/api/auth/logout', { method: 'POST', credentials: 'same-origin' }).catch(
    () => undefined,
  );
  forget(false);
  otherTabs?.postMessage({ user: null });
}

export function updateSessionUser(changes: Partial<SessionUser>): void {
  const { user } = useSession.getState();
  if (!user) return;
  const updated = { ...user, ...changes };
  remember(updated);
  useSession.setState({ user: updated });
}

// Two tabs share one refresh cookie, and each use replaces it: one tab at a time.
function lockedRefresh(): Promise<string> {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks ? locks.request(refreshLock, () => requestRefresh()) : requestRefresh();
}

async function requestRefresh(): Promise<string> {
  // A browser nobody is remembered on may hold no cookie at all, which is no error then (204).
  const { user } = useSession.getState();
  const response = await fetch('/api/auth/refresh', {
    method: 'POST',
    credentials: 'same-origin',
    headers: user ? {} : { 'Parley-Session': 'optional' },
  }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (response.status === 204) {
    forget(false);
    throw new ApiError(401, { title: 'Nobody is signed in', status: 401, code: 'unauthenticated' });
  }
  if (response.ok) return adopt((await response.json()) as Authenticated);
  const error = await problemOf(response);
  if (error.status === 401 || error.status === 403) {
    forget(useSession.getState().user !== null);
  }
  throw error;
}

function adopt(answer: Authenticated): string {
  token = { value: answer.access_token, endsAt: Date.now() + answer.expires_in * 1000 };
  remember(answer.user);
  useSession.setState({ status: 'signed-in', user: answer.user, expired: false });
  return token.value;
}

function forget(expired: boolean): void {
  token = null;
  try {
    localStorage.removeItem(rememberedUser);
  } catch {
    // Storage may be blocked; there is nothing remembered then.
  }
  useSession.setState({ status: 'signed-out', user: null, expired });
}

function remember(user: SessionUser): void {
  try {
    localStorage.setItem(rememberedUser, JSON.stringify(user));
  } catch {
    // Storage may be full or blocked; the next visit then waits for the refresh.
  }
}

function readRememberedUser(): SessionUser | null {
  try {
    return JSON.parse(localStorage.getItem(rememberedUser) ?? 'null') as SessionUser | null;
  } catch {
    return null;
  }
}
