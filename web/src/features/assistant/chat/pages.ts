import type { RunStatus, Usage } from '@/api/run-events';
import { answerQuestions, drain, endThinking } from './events';
import {
  type Entry,
  inOrder,
  orderKey,
  type Part,
  type RunEntry,
  type Transcript,
  type UserEntry,
} from './transcript';

// A row of `GET /api/conversations/{id}/messages`.
export type StoredMessage =
  | { id: string; role: 'user'; run_id: string | null; text: string; created_at: string }
  | {
      id: string;
      role: 'assistant';
      run_id: string;
      model: string | null;
      status: RunStatus;
      text: string;
      parts: Part[];
      usage: Usage | null;
      last_seq: number;
      replaces?: string;
      created_at: string;
    };

export interface MessagePage {
  items: StoredMessage[];
  next_cursor: string | null;
}

export type PageKind = 'latest' | 'older';

// The transcript with a page (newest first) laid over it. A run that this page has followed further
// than the stored one keeps what it shows, also when its server went down before it stored that;
// early events are taken up where they now fit.
export function applyPage(
  transcript: Transcript,
  page: MessagePage,
  kind: PageKind,
  now: number,
): Transcript {
  const joins = kind === 'older' || joinsOn(transcript, page);
  const entries = joins ? [...transcript.entries] : within(transcript, page);
  // What this page sent and has not seen arrive is newer than all that it has seen.
  const since = kind === 'latest' ? lastKnown(transcript) : null;
  for (const message of page.items) {
    if (message.role === 'user') layUser(entries, message, since);
    else layRun(entries, message, now);
  }
  const keepsOlder = kind === 'latest' && transcript.loaded && joins;
  return {
    entries: answerQuestions(inOrder(entries)),
    older: keepsOlder ? transcript.older : page.next_cursor,
    loaded: true,
  };
}

// Nothing is missing between the latest page and what is known. So much may have been said meanwhile
// that the page does not reach back to it.
function joinsOn(transcript: Transcript, page: MessagePage): boolean {
  const oldest = page.items.at(-1);
  if (!oldest || page.next_cursor === null) return true;
  return transcript.entries.some((entry) => orderKey(entry) === placeOf(oldest));
}

// What is known from the page's oldest message on, and what has not arrived.
function within(transcript: Transcript, page: MessagePage): Entry[] {
  const oldest = page.items.at(-1);
  return transcript.entries.filter((entry) => !oldest || orderKey(entry) >= placeOf(oldest));
}

const placeOf = (message: StoredMessage): string => message.run_id ?? message.id;

function lastKnown({ entries }: Transcript): string {
  return entries.findLast((entry) => entry.kind === 'run')?.runId ?? '';
}

// `since`: the last run known before, or null where the message is older than that.
function layUser(
  entries: Entry[],
  message: StoredMessage & { role: 'user' },
  since: string | null,
) {
  const index = entries.findIndex(
    (entry) =>
      entry.kind === 'user' &&
      (entry.id === message.id || (message.run_id !== null && entry.runId === message.run_id)),
  );
  const isNew = since !== null && placeOf(message) > since;
  const twin = isNew ? unsureTwin(entries, message) : undefined;
  const known = (entries[index] ?? twin) as UserEntry | undefined;
  const stored: UserEntry = {
    kind: 'user',
    key: known?.key ?? message.id,
    id: message.id,
    clientId: known?.clientId ?? null,
    runId: message.run_id,
    text: message.text,
    createdAt: message.created_at,
    replaces: null,
    delivery: 'delivered',
    error: null,
  };
  if (known) entries[entries.indexOf(known)] = stored;
  else entries.push(stored);
}

// The link broke after sending, or what was refused had been taken up: the stored message with the same
// words is the one sent.
function unsureTwin(entries: Entry[], message: StoredMessage): UserEntry | undefined {
  const twins = entries.filter(
    (entry): entry is UserEntry =>
      entry.kind === 'user' && entry.text.trim() === message.text.trim(),
  );
  const onItsWay = twins.find(({ delivery }) => delivery === 'unsure' || delivery === 'sending');
  return onItsWay ?? twins.find(({ delivery }) => delivery === 'failed');
}

function layRun(entries: Entry[], message: StoredMessage & { role: 'assistant' }, now: number) {
  const index = entries.findIndex(
    (entry) => entry.kind === 'run' && entry.runId === message.run_id,
  );
  const known = entries[index] as RunEntry | undefined;
  if (known && known.lastSeq > message.last_seq) {
    const over = message.status === 'interrupted';
    entries[index] = {
      ...(over ? brokenOff(known, message, now) : known),
      createdAt: message.created_at,
    };
    return;
  }
  const stored: RunEntry = {
    kind: 'run',
    key: known?.key ?? message.run_id,
    runId: message.run_id,
    model: message.model ?? known?.model ?? null,
    modelName: known?.modelName ?? null,
    status: message.status,
    parts: storedParts(message, now),
    usage: message.usage,
    replaces: message.replaces ?? null,
    createdAt: message.created_at,
    lastSeq: message.last_seq,
    early: known?.early ?? [],
  };
  const settled = drain(stored, now);
  if (known) entries[index] = settled;
  else entries.push(settled);
}

function brokenOff(run: RunEntry, stored: StoredMessage & { role: 'assistant' }, now: number) {
  const { status, usage, last_seq: lastSeq } = stored;
  return { ...run, status, usage, lastSeq, early: [], parts: endThinking(run.parts, now) };
}

function storedParts(message: StoredMessage & { role: 'assistant' }, now: number): Part[] {
  const { parts, text, status } = message;
  if (!parts.length) return text ? [{ type: 'text', text }] : [];
  return status === 'running' ? stillGrowing(parts, message.last_seq, now) : parts;
}

// What a running run says last may go on, or be taken back by a retry.
function stillGrowing(parts: Part[], seq: number, now: number): Part[] {
  const last = parts.at(-1);
  if (last?.type !== 'text' && last?.type !== 'thinking') return parts;
  const trail = { seq, length: last.text.length, before: null };
  const since = last.type === 'thinking' ? now - (last.seconds ?? 0) * 1000 : 0;
  return [
    ...parts.slice(0, -1),
    last.type === 'thinking' ? { ...last, trail, seconds: null, since } : { ...last, trail },
  ];
}

// Marks a change, or every change of a run, as undone.
export function markUndone(transcript: Transcript, changeIds: ReadonlySet<string>): Transcript {
  const hit = (part: Part) =>
    part.type === 'tool' && part.change_id !== null && changeIds.has(part.change_id);
  return {
    ...transcript,
    entries: transcript.entries.map((entry) =>
      entry.kind === 'run' && entry.parts.some(hit)
        ? {
            ...entry,
            parts: entry.parts.map((part) =>
              hit(part) ? ({ ...part, undone: true } as Part) : part,
            ),
          }
        : entry,
    ),
  };
}
