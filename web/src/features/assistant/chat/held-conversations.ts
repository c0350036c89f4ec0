import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LinkStatus } from '@/api/live-socket';
import type { RunEvent } from '@/api/run-events';
import { type ChatState, type Conversation, fresh, isDraft, limits } from './conversation';
import { isFrom } from './delivery';
import { applyEvent } from './events';
import { hasUnsent, isBusy, type Transcript } from './transcript';

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
        isDraft(key) && transcript.entries.some((entry) => isFrom(entry, client_id)),
    );
    if (!draft) return;
    const [key, conversation] = draft;
    this.store.setState(({ conversations, moved, pickedLast }) => {
      const known = conversations[event.conversation_id];
      const adopted = known
        ? joined(known, conversation, client_id)
        : {
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

  // The new conversation whose first message is still on its way, or was refused.
  unsentDraft(): string | null {
    const drafts = this.all().filter(
      ([key, { transcript }]) => isDraft(key) && hasUnsent(transcript),
    );
    const latest = drafts.sort(([, a], [, b]) => a.touchedAt - b.touchedAt).at(-1);
    return latest?.[0] ?? null;
  }

  forget(key: string): void {
    this.store.setState(({ conversations }) => ({ conversations: without(conversations, key) }));
  }

  forgetOldest(): void {
    const idle = this.all()
      .filter(
        ([, { transcript, queued }]) =>
          !isBusy(transcript) && !hasUnsent(transcript) && !queued.length,
      )
      .sort(([, a], [, b]) => a.touchedAt - b.touchedAt);
    const surplus = this.all().length - limits.conversations;
    for (const [key] of idle.slice(0, Math.max(0, surplus))) this.forget(key);
  }

  clear(): void {
    this.store.setState({ conversations: {}, moved: {}, pickedLast: null, link: 'closed' });
  }
}

// Of a draft whose conversation was opened before the draft heard of it: what is not there yet.
function joined(known: Conversation, draft: Conversation, clientId: string): Conversation {
  const unsent = draft.transcript.entries.filter((entry) => !isFrom(entry, clientId));
  return {
    ...known,
    picked: known.picked ?? draft.picked,
    stopping: known.stopping || draft.stopping,
    queued: [...known.queued, ...draft.queued],
    transcript: { ...known.transcript, entries: [...known.transcript.entries, ...unsent] },
  };
}

export function without<Value>(all: Record<string, Value>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([other]) => other !== key));
}
