import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/api/client';

// How many tasks go with projects that are deleted. For more projects than this it is not counted.
const mostProjects = 20;

export function taskCount(ids: readonly string[]) {
  return queryOptions({
    queryKey: ['tasks', 'count', ids],
    queryFn: async ({ signal }) => {
      const counts = await Promise.all(
        ids.map((id) =>
          read(
            api.GET('/api/projects/{project_id}/tasks', {
              params: { path: { project_id: id }, query: { limit: 1, count: 'exact' } },
              signal,
            }),
          ),
        ),
      );
      return counts.reduce((sum, { total }) => sum + (total ?? 0), 0);
    },
    enabled: ids.length <= mostProjects,
    // What is said before a deletion is true.
    staleTime: 0,
    gcTime: 0,
  });
}
