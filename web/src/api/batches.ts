import { api, read } from './client';
import { queryClient } from './query-client';
import { dropRecords, type RecordKey, type RecordType } from './records';
import type { components } from './schema';

type Batch = components['schemas']['Batch'];

// As many records as one request takes.
export const batchSize = 200;

export interface BatchOutcome {
  // What to take back, in the order it was done.
  batches: string[];
  // How many records are done; fewer than asked for where `error` is set.
  done: number;
  error: unknown;
}

type Progress = (done: number) => void;

interface Records {
  type: RecordType;
  key: RecordKey;
}

export async function changeTogether(
  { type }: Records,
  ids: readonly string[],
  changes: Record<string, unknown>,
  onProgress?: Progress,
): Promise<BatchOutcome> {
  const outcome = await inBatches(ids, onProgress, (part) =>
    read(api.POST('/api/batches/changes', { body: { record_type: type, ids: part, changes } })),
  );
  // Records of other kinds show the names of these.
  void queryClient.invalidateQueries();
  return outcome;
}

export async function deleteTogether(
  { type, key }: Records,
  ids: readonly string[],
  onProgress?: Progress,
): Promise<BatchOutcome> {
  const outcome = await inBatches(ids, onProgress, async (part) => {
    const batch = await read(
      api.POST('/api/batches/deletions', { body: { record_type: type, ids: part } }),
    );
    dropRecords(queryClient, key, new Set(part));
    return batch;
  });
  // Records of other kinds show the names of these.
  void queryClient.invalidateQueries();
  return outcome;
}

// Takes everything back, the last first. Throws ApiError where a record has moved on since.
export async function undoTogether(batches: readonly string[]): Promise<void> {
  try {
    for (const id of batches.toReversed()) {
      await read(api.POST('/api/batches/{id}/undo', { params: { path: { id } } }));
    }
  } finally {
    await queryClient.invalidateQueries();
  }
}

// One request after the other; the first that is refused ends it, and what was done stays done.
export async function inBatches(
  ids: readonly string[],
  onProgress: Progress | undefined,
  send: (ids: string[]) => Promise<Batch>,
): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { batches: [], done: 0, error: null };
  while (outcome.done < ids.length) {
    const part = ids.slice(outcome.done, outcome.done + batchSize);
    try {
      const { id, changed } = await send(part);
      if (changed > 0) outcome.batches.push(id);
    } catch (error) {
      return { ...outcome, error };
    }
    outcome.done += part.length;
    onProgress?.(outcome.done);
  }
  return outcome;
}
