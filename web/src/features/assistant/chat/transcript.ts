import type { KeyHolder } from '@/api/models';
import type {
  ApprovalStatus,
  Arguments,
  FieldChange,
  QuestionOption,
  RecordReference,
  RunEvent,
  RunStatus,
  ToolStatus,
  Usage,
} from '@/api/run-events';

// How long a streamed text was after which event, so that what a retry voids can be taken back.
export interface Trail {
  seq: number;
  length: number;
  before: Trail | null;
}

export interface TextPart {
  type: 'text';
  text: string;
  trail?: Trail;
}

// `seconds` is null while the model still thinks; `since` is when this page saw it begin.
export interface ThinkingPart {
  type: 'thinking';
  text: string;
  seconds: number | null;
  since?: number;
  trail?: Trail;
}

export interface ToolPart {
  type: 'tool';
  call_id: string;
  tool: string;
  title: string;
  arguments: Arguments;
  // Cut: its run ended before it did.
  status: ToolStatus | 'cut';
  record: RecordReference | null;
  records: RecordReference[];
  changes: FieldChange[];
  change_id: string | null;
  undone: boolean;
  error: string | null;
}

export interface ApprovalPart {
  type: 'approval';
  id: string;
  call_id: string;
  tool: string;
  title: string;
  arguments: Arguments;
  summary: string;
  record: RecordReference | null;
  changes: FieldChange[];
  status: ApprovalStatus;
  expires_at?: string | null;
  untrusted?: boolean;
  can_be_allowed?: boolean;
}

export interface QuestionPart {
  type: 'question';
  text: string;
  options: QuestionOption[];
  answered: boolean;
}

export interface NoticePart {
  type: 'notice';
  code: string;
  text: string;
  // Of a failure: of which provider, and with whose key.
  provider?: string;
  key?: KeyHolder;
  // Of the event, where this page saw it.
  seq?: number;
}

export type Part = TextPart | ThinkingPart | ToolPart | ApprovalPart | QuestionPart | NoticePart;

// `waiting`: not sent yet, the link is down. `sending`: sent, the run has not been seen.
// `unsure`: the link broke in between; it is sent again with the next one. `failed`: refused.
export type Delivery = 'waiting' | 'sending' | 'delivered' | 'unsure' | 'failed';

export interface UserEntry {
  kind: 'user';
  key: string;
  id: string | null;
  clientId: string | null;
  runId: string | null;
  text: string;
  createdAt: string | null;
  // The run whose answer is to be made anew; only until the server has taken the message up.
  replaces: string | null;
  delivery: Delivery;
  error: string | null;
  // That it was sent with.
  model?: string | null;
}

export interface RunEntry {
  kind: 'run';
  key: string;
  runId: string;
  // The one that answers, which need not be the one that was chosen.
  model: string | null;
  modelName: string | null;
  status: RunStatus;
  parts: Part[];
  usage: Usage | null;
  // The run whose answer was set aside for this one.
  replaces: string | null;
  createdAt: string | null;
  // Every event up to this number is in `parts`.
  lastSeq: number;
  // Events that came before their predecessors.
  early: RunEvent[];
}

export type Entry = UserEntry | RunEntry;

// Entries oldest first. `older` is the cursor of the page before, null when all is here.
export interface Transcript {
  entries: Entry[];
  older: string | null;
  loaded: boolean;
}

export const emptyTranscript: Transcript = { entries: [], older: null, loaded: false };

export function isUnfinished(entry: Entry): entry is RunEntry {
  return (
    entry.kind === 'run' && (entry.status === 'running' || entry.status === 'awaiting_approval')
  );
}

export function runningRun(transcript: Transcript): RunEntry | null {
  return (
    transcript.entries.findLast(
      (entry): entry is RunEntry => entry.kind === 'run' && entry.status === 'running',
    ) ?? null
  );
}

// Without a run that the server does not know: what was said to begin it did not arrive.
export function withoutRun(transcript: Transcript, runId: string, error: string): Transcript {
  return {
    ...transcript,
    entries: transcript.entries.flatMap((entry): Entry[] => {
      if (entry.runId !== runId) return [entry];
      if (entry.kind === 'run') return [];
      return [{ ...entry, id: null, runId: null, delivery: 'failed', error }];
    }),
  };
}

// What the user said to begin the run.
export function messageOf(transcript: Transcript, runId: string): UserEntry | undefined {
  return transcript.entries.find(
    (entry): entry is UserEntry => entry.kind === 'user' && entry.runId === runId,
  );
}

// Something the user said has not reached the server, or is not known to.
export function hasUnsent(transcript: Transcript): boolean {
  return transcript.entries.some(
    (entry) => entry.kind === 'user' && entry.delivery !== 'delivered',
  );
}

// A run goes on, or is about to.
export function isBusy(transcript: Transcript): boolean {
  return transcript.entries.some((entry) =>
    entry.kind === 'run'
      ? entry.status === 'running'
      : entry.delivery !== 'delivered' && entry.delivery !== 'failed',
  );
}

export function openApprovals(transcript: Transcript): ApprovalPart[] {
  return transcript.entries.flatMap((entry) =>
    entry.kind === 'run'
      ? entry.parts.filter(
          (part): part is ApprovalPart => part.type === 'approval' && part.status === 'open',
        )
      : [],
  );
}

// The last answer asks for something that only the user can say.
export function asksUser(transcript: Transcript): boolean {
  const last = transcript.entries.findLast((entry) => entry.kind === 'run');
  return last?.status === 'awaiting_answer' || openApprovals(transcript).length > 0;
}

// The changes of an answer that can still be undone.
export function standingChanges(run: RunEntry): string[] {
  return run.parts.flatMap((part) =>
    part.type === 'tool' && part.status === 'done' && !part.undone && part.change_id
      ? [part.change_id]
      : [],
  );
}

// The records with a change that can still be undone from here.
export function undoableRecords(transcript: Transcript): string[] {
  return transcript.entries.flatMap((entry) =>
    entry.kind === 'run'
      ? entry.parts.flatMap((part) =>
          part.type === 'tool' && part.change_id && !part.undone && part.record
            ? [part.record.id]
            : [],
        )
      : [],
  );
}

// The runs whose next events are unknown to this page.
export function resumePoints(transcript: Transcript): { run_id: string; after: number }[] {
  return transcript.entries
    .filter(isUnfinished)
    .map((run) => ({ run_id: run.runId, after: run.lastSeq }));
}

// Runs whose early events show that something in between is missing.
export function gaps(transcript: Transcript): { run_id: string; after: number }[] {
  return transcript.entries
    .filter((entry): entry is RunEntry => entry.kind === 'run' && entry.early.length > 0)
    .map((run) => ({ run_id: run.runId, after: run.lastSeq }));
}

// Ids grow with time, so the run's id orders a message and its answer among the others.
export function inOrder(entries: Entry[]): Entry[] {
  return entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => compare(a.entry, b.entry) || a.index - b.index)
    .map(({ entry }) => entry);
}

function compare(a: Entry, b: Entry): number {
  const left = orderKey(a);
  const right = orderKey(b);
  if (left !== right) return left < right ? -1 : 1;
  return rank(a) - rank(b);
}

// What the server has not numbered yet stands last.
export function orderKey(entry: Entry): string {
  if (entry.kind === 'run') return entry.runId;
  return entry.runId ?? entry.id ?? '\uffff';
}

function rank(entry: Entry): number {
  return entry.kind === 'user' ? 0 : 1;
}
