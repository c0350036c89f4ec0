import { useStore } from 'zustand';
import { useSession } from '@/api/session';
import { onRecordChanged, socket } from '@/api/ws';
import { randomId } from '@/lib/random-id';
import { pageSeenLast } from '@/lib/visits';
import { keepQueue, readQueue } from '../drafts';
import { fetchMessages } from '../queries';
import { Chat } from './chat';
import { type Conversation, fresh, isDraft } from './conversation';

const userId = () => useSession.getState().user?.id ?? '';

export const chat = new Chat({
  socket,
  fetchMessages,
  nextFrame,
  now: Date.now,
  newId: randomId,
  page: () => pageSeenLast(Date.now()),
  keptQueue: (key) => readQueue(userId(), key),
  keepQueue: (key, queued) => keepQueue(userId(), key, queued),
});

// Also while another page is shown: the conversations are kept for when this one is again.
onRecordChanged(({ record, action }) => {
  if (record.type !== 'conversation') chat.recordChanged(record.id);
  else if (action === 'deleted') chat.forget(record.id);
});

export const useConversation = (key: string): Conversation =>
  useStore(chat.store, (state) => state.conversations[key] ?? fresh);

// Null: none is picked in this tab.
export const usePickedModel = (key: string): string | null =>
  useStore(
    chat.store,
    ({ conversations, pickedLast }) =>
      conversations[key]?.picked ?? (isDraft(key) ? pickedLast : null),
  );

export const useLink = () => useStore(chat.store, (state) => state.link);

export const useMoved = (key: string): string | null =>
  useStore(chat.store, (state) => state.moved[key] ?? null);

// Frames stand still in a hidden tab, but its transcript should not.
function nextFrame(callback: () => void) {
  if (document.visibilityState === 'hidden') setTimeout(callback, 100);
  else requestAnimationFrame(callback);
}
