import type { QueuedMessage } from './chat/conversation';

// What was typed and not sent, per user and conversation, for as long as the tab lives.

const draftAddress = (userId: string, key: string) => `parley.draft.${userId}.${key}`;
const queueAddress = (userId: string, key: string) => `parley.queue.${userId}.${key}`;

export const readDraft = (userId: string, key: string) => read(draftAddress(userId, key));

export const keepDraft = (userId: string, key: string, text: string) =>
  keep(draftAddress(userId, key), text);

// The messages that wait for an answer to end.
export function readQueue(userId: string, key: string): QueuedMessage[] {
  const kept = read(queueAddress(userId, key));
  return kept ? (JSON.parse(kept) as QueuedMessage[]) : [];
}

export const keepQueue = (userId: string, key: string, queued: QueuedMessage[]) =>
  keep(queueAddress(userId, key), queued.length ? JSON.stringify(queued) : '');

function read(address: string): string {
  try {
    return sessionStorage.getItem(address) ?? '';
  } catch {
    return '';
  }
}

function keep(address: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(address, text);
    else sessionStorage.removeItem(address);
  } catch {
    // Storage may be blocked or full: the text then lives as long as the page.
  }
}
