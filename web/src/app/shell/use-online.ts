import { type QueryCache, useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { isApiError } from '@/api/problem';

export type Reach = 'online' | 'offline' | 'unreachable';

// offline: the device has no network. unreachable: it has, but Parley does not answer.
export function useReach(): Reach {
  const cache = useQueryClient().getQueryCache();
  const queries = useMemo(() => reachOf(cache), [cache]);
  const online = useSyncExternalStore(onNetworkChange, () => navigator.onLine);
  const failing = useSyncExternalStore(queries.subscribe, queries.failing);
  if (!online) return 'offline';
  return failing ? 'unreachable' : 'online';
}

function reachOf(cache: QueryCache) {
  let last = false;
  return {
    subscribe: (listener: () => void) => cache.subscribe(listener),
    // A query that never had an answer forgets its error while it is tried again: until that try is
    // over, nothing is known to be better.
    failing: () => {
      const states = cache.findAll({ type: 'active' }).map(({ state }) => state);
      const triedAgain = states.some(
        ({ status, errorUpdateCount }) => status === 'pending' && errorUpdateCount > 0,
      );
      last =
        states.some(({ error }) => isApiError(error) && error.isOffline) || (last && triedAgain);
      return last;
    },
  };
}

function onNetworkChange(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
