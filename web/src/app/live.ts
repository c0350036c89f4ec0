import { modelsQuery } from '@/api/models';
import { queryClient } from '@/api/query-client';
import {
  cachedVersion,
  dropRecord,
  type RecordKey,
  recordKeys,
  type RecordType,
  refetchLists,
  relatedKeys,
} from '@/api/records';
import { onRecordChanged, onRunEvent, onStatus } from '@/api/ws';
import { isBeingWritten } from '@/components/records/write-line';

// Many changes at once (an import, the assistant at work) become one refetch.
const gatherFor = 120;

interface RecordEvent {
  record: { type: string; id: string };
  version: number;
  action: string;
}

// Keeps what the page shows up to date with what anybody writes. Answers how to stop.
export function startLive(): () => void {
  let waiting: RecordEvent[] = [];
  let timer = 0;

  const stopChanges = onRecordChanged((event: RecordEvent) => {
    waiting.push(event);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const events = waiting;
      waiting = [];
      applyEvents(events);
    }, gatherFor);
  });

  // Whatever happened before there was a line, or while it was down, was missed: everything shown is
  // asked for again.
  const stopStatus = onStatus((status) => {
    if (status === 'ready') void queryClient.invalidateQueries();
  });

  const stopRuns = onRunEvent(({ type }) => {
    if (type === 'run.started' || type === 'run.finished') refetch(['conversations']);
    // What was chosen for it is the next default.
    if (type === 'run.started') refetch(modelsQuery.queryKey);
  });

  return () => {
    window.clearTimeout(timer);
    stopRuns();
    stopChanges();
    stopStatus();
  };
}

export function applyEvents(events: readonly RecordEvent[]): void {
  const changed = new Set<RecordKey>();
  for (const { record, version, action } of events) {
    const key: RecordKey | undefined = recordKeys[record.type as RecordType];
    if (!key) {
      refetchOther(record.type, action);
      continue;
    }
    if (action === 'deleted') dropRecord(queryClient, key, record.id);
    // The page's own writes are in the cache already.
    else if (cachedVersion(queryClient, key, record.id) === version) continue;
    // They are followed by a look at the server anyway, and would flicker meanwhile.
    else if (isBeingWritten(key, record.id)) continue;
    changed.add(key);
    void queryClient.invalidateQueries({ queryKey: [key, 'record', record.id] });
    void queryClient.invalidateQueries({ queryKey: ['changes', record.type, record.id] });
    void queryClient.invalidateQueries({ queryKey: ['changes', 'within'] });
  }
  for (const key of changed) {
    void refetchLists(queryClient, key);
    for (const related of relatedKeys[key]) {
      void queryClient.invalidateQueries({ queryKey: [related, 'record'] });
      void queryClient.invalidateQueries({ queryKey: [related, 'list'] });
    }
  }
}

function refetchOther(type: string, action: string): void {
  const known: Record<string, string[][]> = {
    // Asking for a deleted one itself could only fail.
    conversation: [action === 'deleted' ? ['conversations', 'list'] : ['conversations']],
    model_key: [['model-keys'], ['models']],
    user: [['me']],
  };
  for (const queryKey of known[type] ?? []) refetch(queryKey);
}

function refetch(queryKey: readonly unknown[]): void {
  void queryClient.invalidateQueries({ queryKey });
}
