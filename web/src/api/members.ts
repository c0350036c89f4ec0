import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, read } from './client';

const offered = 50;

// The people of the workspace whose names fit, to choose among.
export function memberChoices(search: string) {
  return queryOptions({
    queryKey: ['members', 'choices', search],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/members', {
          params: { query: { limit: offered, ...(search && { search }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
