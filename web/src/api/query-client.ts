import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './problem';

export const queryClient = new QueryClient({
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
