import { isApiError } from '@/api/problem';
import { queryClient } from '@/api/query-client';
import {
  type BaseRecord,
  dropRecord,
  type RecordApi,
  type RecordKey,
  recordQuery,
  refetchLists,
  relatedKeys,
} from '@/api/records';
import { same } from '@/lib/changes';
import { m } from '@/lib/messages';
import { toast } from '../toast';
import { problemToast, undoToast } from '../undo-toast';
import { askConflict, overlapping, type Values } from './conflict';
import { caughtUp, remember } from './own-writes';
import { inLine, isBeingWritten, settle } from './write-line';

const preconditionFailed = 412;

export interface Wording {
  created: (name: string) => string;
  updated: (name: string) => string;
  deleted: (name: string) => string;
  // How a value reads, where that is not its text (a status, a day, a person).
  valueText?: ValueText;
}

export type ValueText = (field: string, value: unknown) => string;

export async function createRecord<R extends BaseRecord, N, C>(
  api: RecordApi<R, N, C>,
  wording: Wording,
  body: N,
): Promise<R> {
  const { data, changeId } = await api.create(body);
  queryClient.setQueryData(recordQuery(api, data.id).queryKey, data);
  undoToast({ message: wording.created(data.name), changeId });
  refetchAround(api.key, data.id);
  return data;
}

// Writes what differs from `base`, and shows it at once. Where somebody else wrote meanwhile, changes
// to other fields are joined silently and a changed field is put to the user; null means the user
// left theirs.
export async function updateRecord<R extends BaseRecord, N, C>(
  api: RecordApi<R, N, C>,
  wording: Wording,
  labels: Record<string, string>,
  base: R,
  changes: Values,
): Promise<R | null> {
  if (Object.keys(changed(base as unknown as Values, changes)).length === 0) return base;
  try {
    return await inLine(api.key, base, changes, () => {
      const seen = caughtUp(base);
      return join({ api, wording, labels }, seen.base, changes, seen.current);
    });
  } finally {
    if (!isBeingWritten(api.key, base.id)) refetchAround(api.key, base.id);
  }
}

interface Editing<R extends BaseRecord, N, C> {
  api: RecordApi<R, N, C>;
  wording: Wording;
  labels: Record<string, string>;
}

// Changes made from `base`, for a record that is at `current` now.
async function join<R extends BaseRecord, N, C>(
  editing: Editing<R, N, C>,
  base: R,
  changes: Values,
  current: R,
): Promise<R | null> {
  const { api, wording, labels } = editing;
  const [from, now] = [base, current] as unknown as Values[] as [Values, Values];
  const mine = changed(from, changes);
  const fields = overlapping(from, mine, now);
  if (fields.length > 0) {
    const text = wording.valueText;
    const chosen = await askConflict({ fields, labels, mine, theirs: now, ...(text && { text }) });
    return chosen && join(editing, current, chosen, current);
  }
  const toSend = changed(now, mine);
  if (Object.keys(toSend).length === 0) return current;
  try {
    const { data, changeId } = await api.update(current.id, current.version, toSend as C);
    remember(data, Object.keys(toSend));
    undoToast({ message: wording.updated(data.name), changeId });
    return data;
  } catch (error) {
    const theirs =
      isApiError(error) && error.status === preconditionFailed && error.problem.current;
    if (!theirs) throw error;
    settle(api.key, theirs as R);
    return join(editing, base, mine, theirs as R);
  }
}

// Takes the record out of sight at once; it comes back when the server refuses.
export async function deleteRecord<R extends BaseRecord, N, C>(
  api: RecordApi<R, N, C>,
  wording: Wording,
  record: R,
): Promise<boolean> {
  dropRecord(queryClient, api.key, record.id);
  try {
    const { changeId } = await api.remove(record.id);
    undoToast({ message: wording.deleted(record.name), changeId });
    refetchAround(api.key, record.id);
    return true;
  } catch (error) {
    void refetchLists(queryClient, api.key);
    if (isApiError(error) && error.status === 404) toast(m.conflict.gone);
    else problemToast(error);
    return false;
  }
}

// Whether what was to be changed is not there any more.
export function isGone(error: unknown): boolean {
  return isApiError(error) && error.status === 404;
}

function changed(base: Values, changes: Values): Values {
  return Object.fromEntries(
    Object.entries(changes).filter(([field, value]) => !same(base[field], value)),
  );
}

// A write to one kind of record shows in others: names, links, what goes with a deletion.
function refetchAround(key: RecordKey, id: string): void {
  void refetchLists(queryClient, key);
  for (const related of relatedKeys[key]) {
    void queryClient.invalidateQueries({ queryKey: [related], refetchType: 'active' });
  }
  void queryClient.invalidateQueries({ queryKey: ['changes'] });
  void queryClient.invalidateQueries({ queryKey: [key, 'record', id], refetchType: 'none' });
}
