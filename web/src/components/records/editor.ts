import { isApiError } from '@/api/problem';
import { queryClient } from '@/api/query-client';
import {
  type BaseRecord,
  dropRecord,
  putRecord,
  type RecordApi,
  recordQuery,
  refetchLists,
} from '@/api/records';
import { same } from '@/lib/changes';
import { m } from '@/lib/messages';
import { toast } from '../toast';
import { problemToast, undoToast } from '../undo-toast';
import { askConflict, overlapping, type Values } from './conflict';

const preconditionFailed = 412;

interface Wording {
  created: (name: string) => string;
  updated: (name: string) => string;
  deleted: (name: string) => string;
}

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

// Writes what differs from `base`. Where somebody else wrote meanwhile, changes to other fields are
// joined silently and a changed field is put to the user; null means the user left theirs.
export async function updateRecord<R extends BaseRecord, N, C>(
  api: RecordApi<R, N, C>,
  wording: Wording,
  labels: Record<string, string>,
  base: R,
  changes: Values,
): Promise<R | null> {
  const mine = changed(base as unknown as Values, changes);
  if (Object.keys(mine).length === 0) return base;
  try {
    const { data, changeId } = await api.update(base.id, base.version, mine as C);
    putRecord(queryClient, api.key, data);
    undoToast({ message: wording.updated(data.name), changeId });
    refetchAround(api.key, data.id);
    return data;
  } catch (error) {
    const theirs =
      isApiError(error) && error.status === preconditionFailed && error.problem.current;
    if (!theirs) throw error;
    putRecord(queryClient, api.key, theirs as R);
    const fields = overlapping(base as unknown as Values, mine, theirs as Values);
    if (fields.length === 0) {
      return updateRecord(api, wording, labels, theirs as R, mine);
    }
    const chosen = await askConflict({ fields, labels, mine, theirs: theirs as Values });
    return chosen && updateRecord(api, wording, labels, theirs as R, chosen);
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

// Contacts and organizations link each other by name, so a write to one kind shows in the other.
function refetchAround(key: RecordApi<BaseRecord, unknown, unknown>['key'], id: string): void {
  const other = key === 'contacts' ? 'organizations' : 'contacts';
  void refetchLists(queryClient, key);
  void queryClient.invalidateQueries({ queryKey: [other], refetchType: 'active' });
  void queryClient.invalidateQueries({ queryKey: ['changes'] });
  void queryClient.invalidateQueries({ queryKey: [key, 'record', id], refetchType: 'none' });
}
