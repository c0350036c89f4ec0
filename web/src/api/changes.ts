import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, read } from './client';
import { queryClient } from './query-client';
import { recordKeys, type RecordType } from './records';
import type { components } from './schema';

export type Change = components['schemas']['Change'];

const pageSize = 20;

interface History {
  type: RecordType;
  id: string;
  // Together with what happened to what it holds, as to the tasks of a project.
  within?: boolean;
}

export function changesQuery({ type, id, within = false }: History) {
  const about = within ? { within: id } : { record_type: type, record_id: id };
  return infiniteQueryOptions({
    queryKey: within ? (['changes', 'within', id] as const) : (['changes', type, id] as const),
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/changes', {
          params: {
            query: {
              ...about,
              limit: pageSize,
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
}

// Takes a change back; an undo touches linked records too, so everything shown is asked for again.
export async function undoChange(id: string): Promise<Change> {
  const change = await read(api.POST('/api/changes/{id}/undo', { params: { path: { id } } }));
  await Promise.all(
    [...Object.values(recordKeys), 'changes'].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] }),
    ),
  );
  return change;
}
