import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { isApiError } from './problem';

// A first look that is under way is not repeated by `invalidateQueries`, and what it answers may be
// older than the change that it is told of. It is asked again when it is there.
export class ChangingQueryClient extends QueryClient {
  override invalidateQueries<Key extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<Key>,
    options?: InvalidateOptions,
  ): Promise<void> {
    for (const { state, promise, queryKey } of this.getQueryCache().findAll(filters)) {
      if (state.fetchStatus === 'idle' || state.data !== undefined) continue;
      const again = () =>
        super.invalidateQueries({ ...filters, queryKey, exact: true } as InvalidateQueryFilters);
      void promise?.then(again, again);
    }
    return super.invalidateQueries(filters, options);
  }
}

export const queryClient = new ChangingQueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 30 * 60_000,
      retry: (failures, error) =>
        failures < 2 && isApiError(error) && (error.status === 503 || error.status === 429),
      // Without a network a request fails at once and the page says so; it is repeated on return.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { networkMode: 'always' },
  },
});
