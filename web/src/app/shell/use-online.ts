import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { isApiError } from '@/api/problem';

export type Reach = 'online' | 'offline' | 'unreachable';

// offline: the device has no network. unreachable: it has, but Parley does not answer.
export function useReach(): Reach {
  const cache = useQueryClient().getQueryCache();
  const online = useSyncExternalStore(onNetworkChange, () => navigator.onLine);
  const failing = useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () =>
      cache
        .findAll({ type: 'active' })
        .some(({ state: { error } }) => isApiError(error) && error.isOffline),
  );
  if (!online) return 'offline';
  return failing ? 'unreachable' : 'online';
}

function onNetworkChange(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
