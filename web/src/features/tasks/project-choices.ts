import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';

const offered = 30;

// Projects that fit what is being typed, the latest first.
export function projectChoices(search: string) {
  return queryOptions({
    queryKey: ['projects', 'choices', search],
    queryFn: async ({ signal }) => {
      const query = { limit: offered, sort: '-updated_at', ...(search && { search }) };
      const { items } = await read(api.GET('/api/projects', { params: { query }, signal }));
      return items.map(({ id, name }) => ({ id, name }));
    },
    placeholderData: keepPreviousData,
  });
}

export function projectName(id: string) {
  return queryOptions({
    queryKey: ['projects', 'name', id],
    queryFn: async ({ signal }) =>
      (await read(api.GET('/api/projects/{id}', { params: { path: { id } }, signal }))).name,
  });
}
