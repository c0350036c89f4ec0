import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, read } from '@/api/client';

const offered = 8;
const pauseInTyping = 150;

// Names of the user's organizations that fit what is being typed.
export function useOrganizationNames(typed: string): string[] {
  const [search] = useDebouncedValue(typed.trim(), pauseInTyping);
  const { data } = useQuery({
    queryKey: ['organizations', 'names', search],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/organizations', {
          params: { query: { limit: offered, sort: 'name', ...(search && { search }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return [...new Set(data?.items.map(({ name }) => name) ?? [])];
}
