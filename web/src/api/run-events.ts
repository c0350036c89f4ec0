// What travels on the live socket: the run's events as the server numbers them, and what a page may say.

export type RunStatus =
  | 'running'
  | 'completed'
  | 'awaiting_approval'
  | 'awaiting_answer'
  | 'stopped'
  | 'interrupted'
  | 'failed';

export type ToolStatus = 'queued' | 'running' | 'done' | 'failed' | 'denied' | 'waiting';
export type ApprovalStatus = 'open' | 'approved' | 'denied' | 'expired';
export type Decision = 'approve' | 'deny';
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Arguments = { [key: string]: Json };

export interface RecordReference {
  type: string;
  id: string;
  name: string;
}

export interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}

export interface QuestionOption {
  id: string;
  label: string;
}

export interface Usage {
  input_tokens?: number;
  output_tokens?: number;
  // In millionths of a dollar; null: not known.
  cost_micros?: number | null;
  [key: string]: Json | undefined;
}

export interface RunEventData {
  'run.started': {
    message: string;
    message_id: string | null;
    model: string;
    model_name: string;
    client_id: string | null;
    // The run whose answer is set aside for this one.
    replaces?: string;
  };
  'text.delta': { text: string };
  'thinking.delta': { text: string };
  'tool.started': { call_id: string; tool: string; title: string; arguments: Arguments };
  'tool.finished': {
    call_id: string;
    tool: string;
    title: string;
    status: 'done' | 'failed' | 'denied' | 'waiting';
    record: RecordReference | null;
    records: RecordReference[];
    changes: FieldChange[];
    change_id: string | null;
    error: string | null;
  };
  'approval.requested': {
    id: string;
    call_id: string;
    tool: string;
    title: string;
    arguments: Arguments;
    summary: string;
    record: RecordReference | null;
    changes: FieldChange[];
    expires_at: string | null;
    // Text of strangers is in the conversation, so it is asked each time.
    untrusted?: boolean;
    // Approved for always, the tool would run at once from then on.
    can_be_allowed?: boolean;
  };
  'approval.decided': {
    id: string;
    call_id: string;
    // Expired: the user went on to something else, or took too long.
    decision: Decision | 'expired';
    arguments: Arguments | null;
  };
  'question.asked': { text: string; options: QuestionOption[] };
  // `void_after`: what was streamed behind that event does not count any more. `provider` and `key`:
  // of a failure, of which provider and with whose key. `model`: the one that answers from here on.
  notice: {
    code: string;
    text: string;
    void_after?: number;
    provider?: string;
    key?: 'own' | 'workspace' | 'installation';
    model?: string;
    model_name?: string;
  };
  'run.finished': {
    status: Exclude<RunStatus, 'running'>;
    reply: string;
    usage: Usage | null;
  };
}

export type RunEventType = keyof RunEventData;

// One event of a run. `seq` counts up by one within its run.
export type RunEvent = {
  [Type in RunEventType]: {
    run_id: string;
    conversation_id: string;
    seq: number;
    type: Type;
    data: RunEventData[Type];
  };
}[RunEventType];

export interface RecordChanged {
  record: { type: string; id: string };
  version: number;
  action: 'created' | 'updated' | 'deleted';
  change_id: string | null;
}

export interface SocketError {
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
  // These name the message that was refused: a start, an approval, a run.
  client_id?: string | null;
  id?: string | null;
  run_id?: string | null;
}

export type ClientMessage =
  | {
      type: 'run.start';
      message: string;
      client_id: string;
      conversation_id?: string;
      model?: string;
      page?: string;
      replaces?: string;
    }
  | { type: 'run.stop'; run_id: string }
  | { type: 'run.resume'; run_id: string; after: number }
  | {
      type: 'approval';
      id: string;
      decision: Decision;
      arguments?: Arguments;
      reason?: string;
      always?: boolean;
    };

const runEventTypes: ReadonlySet<string> = new Set<RunEventType>([
  'run.started',
  'text.delta',
  'thinking.delta',
  'tool.started',
  'tool.finished',
  'approval.requested',
  'approval.decided',
  'question.asked',
  'notice',
  'run.finished',
]);

// A server message as a run event, or null when it is something else or incomplete.
export function asRunEvent(message: Record<string, unknown>): RunEvent | null {
  const { type, run_id, conversation_id, seq, data } = message;
  if (typeof type !== 'string' || !runEventTypes.has(type)) return null;
  if (typeof run_id !== 'string' || typeof conversation_id !== 'string') return null;
  if (typeof seq !== 'number' || typeof data !== 'object' || data === null) return null;
  return message as unknown as RunEvent;
}
