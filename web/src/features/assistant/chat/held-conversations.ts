import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LinkStatus } from '@/api/live-socket';
import type { RunEvent } from '@/api/run-events';
import { type ChatState, type Conversation, fresh, isDraft, limits } from './conversation';
import { applyEvent } from './events';
import { isBusy, type Transcript } from './transcript';

// The conversations this page holds, by key: an id, or a draft's own key until the server names it.
export class HeldConversations {
  readonly store: StoreApi<ChatState>;

  constructor(link: LinkStatus) {
    this.store = createStore<ChatState>(() => ({
      conversations: {},
      moved: {},
      pickedLast: null,
      link,
    }));
  }

  all(): [string, Conversation][] {
    return Object.entries(this.store.getState().conversations);
  }

  find(key: string): Conversation | undefined {
    return this.store.getState().conversations[key];
  }

  get(key: string): Conversation {
    return this.find(key) ?? fresh;
  }

  edit(key: string, change: (old: Conversation) => Conversation): void {
    this.store.setState(({ conversations }) => ({
      conversations: { ...conversations, [key]: change(conversations[key] ?? fresh) },
    }));
  }

  editTranscript(key: string, change: (old: Transcript) => Transcript): void {
    this.edit(key, (old) => ({ ...old, transcript: change(old.transcript) }));
  }

  // Lays events over the transcripts in one update of the store.
  lay(events: readonly RunEvent[], now: number): void {
    this.store.setState(({ conversations }) => {
      const next = { ...conversations };
      for (const event of events) {
        const conversation = next[event.conversation_id];
        if (!conversation) continue;
        const transcript = applyEvent(conversation.transcript, event, now);
        if (transcript !== conversation.transcript) {
          next[event.conversation_id] = { ...conversation, transcript };
        }
      }
      return { conversations: next };
    });
  }

  // The first message of a draft came back with the conversation the server made for it.
  adoptDraft(event: RunEvent & { type: 'run.started' }): void {
    const { client_id } = event.data;
    if (client_id === null) return;
    const draft = this.all().find(
      ([key, { transcript }]) =>
        isDraft(key) &&
        transcript.entries.some((entry) => entry.kind === 'user' && entry.clientId === client_id),
    );
    if (!draft) return;
    const [key, conversation] = draft;
    this.store.setState(({ conversations, moved, pickedLast }) => {
      const adopted = {
        ...conversation,
        picked: conversation.picked ?? pickedLast,
        transcript: { ...conversation.transcript, loaded: true },
      };
      return {
        conversations: { ...without(conversations, key), [event.conversation_id]: adopted },
        moved: { ...moved, [key]: event.conversation_id },
      };
    });
  }

  forget(key: string): void {
    this.store.setState(({ conversations }) => ({ conversations: without(conversations, key) }));
  }

  forgetOldest(): void {
    const idle = this.all()
      .filter(([, { transcript, queued }]) => !isBusy(transcript) && !queued.length)
      .sort(([, a], [, b]) => a.touchedAt - b.touchedAt);
    const surplus = this.all().length - limits.conversations;
    for (const [key] of idle.slice(0, Math.max(0, surplus))) this.forget(key);
  }

  clear(): void {
    this.store.setState({ conversations: {}, moved: {}, pickedLast: null, link: 'closed' });
  }
}

export function without<Value>(all: Record<string, Value>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([other]) => other !== key));
}
