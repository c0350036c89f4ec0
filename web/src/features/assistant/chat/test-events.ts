import type { RunEvent, RunEventData, RunEventType } from '@/api/run-events';
import type { UserEntry } from './transcript';

export const conversationId = '0199-conversation';

// Builds the events of one run in their order.
export function aRun(runId: string) {
  let seq = 0;
  return <Type extends RunEventType>(type: Type, data: RunEventData[Type]): RunEvent => {
    seq += 1;
    return { run_id: runId, conversation_id: conversationId, seq, type, data } as RunEvent;
  };
}

// A message of the user that no run is known for.
export const said = (more: Partial<UserEntry> = {}): UserEntry => ({
  kind: 'user',
  key: 'client-1',
  id: null,
  clientId: 'client-1',
  runId: null,
  text: 'Hello',
  createdAt: null,
  replaces: null,
  delivery: 'sending',
  error: null,
  ...more,
});

export const started = (
  message: string,
  clientId: string | null = null,
): RunEventData['run.started'] => ({
  message,
  message_id: `message-${message}`,
  model: 'builtin',
  model_name: 'Command interpreter',
  client_id: clientId,
});

export const finished = (
  status: RunEventData['run.finished']['status'] = 'completed',
  reply = '',
): RunEventData['run.finished'] => ({ status, reply, usage: null });

export const toolFinished = (
  callId: string,
  status: RunEventData['tool.finished']['status'] = 'done',
): RunEventData['tool.finished'] => ({
  call_id: callId,
  tool: 'delete_contact',
  title: 'Deleted contact',
  status,
  record: null,
  records: [],
  changes: [],
  change_id: status === 'done' ? `change-${callId}` : null,
  error: null,
});

export const approval = (id: string, callId: string): RunEventData['approval.requested'] => ({
  id,
  call_id: callId,
  tool: 'delete_contact',
  title: 'Delete contact',
  arguments: { id: 'c1' },
  summary: '',
  record: { type: 'contact', id: 'c1', name: 'Ada Park' },
  changes: [],
  expires_at: null,
});
