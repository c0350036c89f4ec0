import type { LinkStatus, Outgoing } from '@/api/live-socket';
import type { Decision, SocketError } from '@/api/run-events';
import type { QueuedMessage } from './conversation';
import type { Entry, Transcript, UserEntry } from './transcript';

// What becomes of the messages this page sends, until the server has shown that it has them.

export function isFrom(entry: Entry, clientId: string): entry is UserEntry {
  return entry.kind === 'user' && entry.clientId === clientId;
}

// A message as it stands right after sending; null: too much waits for the link.
export function sentEntry(message: QueuedMessage, sent: Outgoing | null): UserEntry {
  const { clientId, text, replaces, model } = message;
  return {
    kind: 'user',
    key: clientId,
    id: null,
    clientId,
    runId: null,
    text,
    createdAt: null,
    replaces,
    model,
    delivery: sent ? (sent.sent() ? 'sending' : 'waiting') : 'failed',
    error: sent ? null : 'queue_full',
  };
}

// The entries with one that is on its way: behind all others, or in its place where it was sent before.
export function withSent(entries: Entry[], sent: UserEntry): Entry[] {
  const at = entries.findIndex((entry) => entry.key === sent.key);
  return at < 0 ? [...entries, sent] : entries.with(at, sent);
}

// What may or may not have arrived.
export function unsureMessages(transcript: Transcript): (UserEntry & { clientId: string })[] {
  return transcript.entries.filter(
    (entry): entry is UserEntry & { clientId: string } =>
      entry.kind === 'user' && entry.delivery === 'unsure' && entry.clientId !== null,
  );
}

// It has not left this page, or came back.
export const canBeTakenBack = ({ delivery }: UserEntry): boolean =>
  delivery === 'waiting' || delivery === 'failed';

// A lost link leaves open whether a message arrived; a new one carries what waited.
export function deliveredBy(
  transcript: Transcript,
  link: LinkStatus,
  outgoing: ReadonlyMap<string, Outgoing>,
): Transcript {
  const entries = transcript.entries.map((entry): Entry => {
    if (entry.kind !== 'user' || !entry.clientId) return entry;
    const sent = outgoing.get(entry.clientId)?.sent() ?? false;
    if (entry.delivery === 'sending' && link !== 'ready') return { ...entry, delivery: 'unsure' };
    if (entry.delivery === 'waiting' && sent) return { ...entry, delivery: 'sending' };
    return entry;
  });
  return { ...transcript, entries };
}

// The approvals whose decision was on its way when the link broke.
export function lostDecisions(
  deciding: Record<string, Decision>,
  outgoing: ReadonlyMap<string, Outgoing>,
): string[] {
  return Object.keys(deciding).filter((id) => outgoing.get(id)?.sent() ?? false);
}

// An id that another message was sent under is of no use any more.
export function notDelivered(
  transcript: Transcript,
  clientId: string,
  { code, detail }: SocketError,
): Transcript {
  const refused = {
    delivery: 'failed',
    error: detail,
    clientId: code === 'client_id_used' ? null : clientId,
  } as const;
  return {
    ...transcript,
    entries: transcript.entries.map((entry) =>
      isFrom(entry, clientId) && !entry.runId ? { ...entry, ...refused } : entry,
    ),
  };
}
