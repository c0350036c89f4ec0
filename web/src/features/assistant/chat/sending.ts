import type { LinkStatus, Outgoing } from '@/api/live-socket';
import { isDraft, limits, type QueuedMessage } from './conversation';
import type { Decisions } from './decisions';
import {
  canBeTakenBack,
  deliveredBy,
  notDelivered,
  sentEntry,
  unsureMessages,
  withSent,
} from './delivery';
import type { ChatDependencies } from './dependencies';
import type { HeldConversations } from './held-conversations';
import { isBusy, messageOf, type Transcript, type UserEntry } from './transcript';

// What the user says: at once, behind an answer, anew, or not after all; until the server has it.
export class Sending {
  private readonly outgoing = new Map<string, Outgoing>();

  constructor(
    private readonly held: HeldConversations,
    private readonly on: ChatDependencies,
    private readonly decisions: Decisions,
  ) {}

  // Says it now, or after the run that goes on; false when too much waits.
  send = (key: string, text: string, model: string | null): boolean =>
    this.say(key, { clientId: this.on.newId(), text, model, replaces: null });

  private say(key: string, message: QueuedMessage): boolean {
    if (!isBusy(this.held.get(key).transcript)) {
      this.dispatch(key, message);
      return true;
    }
    if (this.held.get(key).queued.length >= limits.queuedMessages) return false;
    this.requeue(key, [...this.held.get(key).queued, message]);
    return true;
  }

  // Has the answer of a run made anew; false when one is being made.
  sayAgain = (key: string, runId: string, model: string | null): boolean => {
    const { transcript } = this.held.get(key);
    const asked = messageOf(transcript, runId);
    if (!asked || isBusy(transcript)) return false;
    const message = { clientId: this.on.newId(), text: asked.text, model, replaces: runId };
    this.dispatch(key, message);
    return true;
  };

  sendQueued = (key: string) => {
    const { queued, transcript } = this.held.get(key);
    const [next, ...rest] = queued;
    if (!next || isBusy(transcript)) return;
    this.requeue(key, rest);
    this.dispatch(key, next);
  };

  removeQueued = (key: string, clientId: string) => {
    const { queued } = this.held.get(key);
    this.requeue(
      key,
      queued.filter((message) => message.clientId !== clientId),
    );
  };

  // Another page was faster: it goes out behind what is being answered now.
  queueAgain(key: string, entry: UserEntry, clientId: string) {
    const { text, model = null, replaces } = entry;
    this.removeEntry(key, entry);
    this.requeue(key, [{ clientId, text, model, replaces }, ...this.held.get(key).queued]);
  }

  private requeue(key: string, queued: QueuedMessage[]) {
    this.held.edit(key, (old) => ({ ...old, queued }));
    if (!isDraft(key)) this.on.keepQueue(key, queued);
  }

  // Sends a message again that was refused; false when it cannot go out now. It keeps its id: a refusal does
  // not prove that the message did nothing, and the server takes the same one up once.
  sendAgain = (key: string, entry: UserEntry, model: string | null): boolean => {
    const { text, replaces, clientId } = entry;
    const { transcript, queued } = this.held.get(key);
    const cannotWait = replaces !== null || queued.length >= limits.queuedMessages;
    if (isBusy(transcript) && cannotWait) return false;
    this.removeEntry(key, entry);
    return this.say(key, { clientId: clientId ?? this.on.newId(), text, model, replaces });
  };

  // Takes back a message that has not left this page, or was refused; false when it may run.
  takeBack = (key: string, entry: UserEntry): boolean => {
    if (!canBeTakenBack(entry)) return false;
    const sent = entry.clientId ? this.outgoing.get(entry.clientId) : undefined;
    if (entry.delivery === 'waiting' && sent && !sent.cancel()) return false;
    this.removeEntry(key, entry);
    return true;
  };

  private dispatch(key: string, message: QueuedMessage) {
    this.decisions.endTurns(key);
    this.held.edit(key, (old) => ({ ...old, refused: null, stopping: false }));
    this.transmit(key, message);
  }

  private transmit(key: string, message: QueuedMessage) {
    const page = this.on.page();
    const sent = this.on.socket.send({
      type: 'run.start',
      message: message.text,
      client_id: message.clientId,
      ...(isDraft(key) ? {} : { conversation_id: key }),
      ...(message.model ? { model: message.model } : {}),
      ...(page ? { page } : {}),
      ...(message.replaces ? { replaces: message.replaces } : {}),
    });
    if (sent) this.outgoing.set(message.clientId, sent);
    const entry = sentEntry(message, sent);
    this.held.editTranscript(key, (old) => ({ ...old, entries: withSent(old.entries, entry) }));
  }

  linkChanged(key: string, link: LinkStatus) {
    this.held.editTranscript(key, (old) => deliveredBy(old, link, this.outgoing));
    if (link === 'ready') this.sendUnsure(key);
  }

  // Whatever became of it, the server takes the same message up once, and tells of its run again.
  private sendUnsure(key: string) {
    const { transcript, stopping } = this.held.get(key);
    // What was to be stopped does not begin now; the page tells whether it had begun.
    if (stopping) {
      if (isDraft(key)) this.giveUpUnsure(key);
      return;
    }
    for (const { clientId, text, model = null, replaces } of unsureMessages(transcript))
      this.transmit(key, { clientId, text, model, replaces });
  }

  // On a link that is there, a page that is newer than it knows all that had arrived.
  stopUnsure(key: string) {
    if (this.on.socket.status === 'ready' && this.held.get(key).stopping) this.giveUpUnsure(key);
  }

  private giveUpUnsure(key: string) {
    for (const entry of unsureMessages(this.held.get(key).transcript)) {
      const stopped = { code: 'stopped', detail: 'stopped' };
      if (entry.replaces) this.removeEntry(key, entry);
      else this.held.editTranscript(key, (old) => notDelivered(old, entry.clientId, stopped));
    }
    this.held.edit(key, (old) => ({ ...old, stopping: isBusy(old.transcript) }));
  }

  forgetDelivered(transcript: Transcript) {
    for (const entry of transcript.entries) {
      if (entry.kind === 'user' && entry.clientId && entry.delivery === 'delivered') {
        this.outgoing.delete(entry.clientId);
      }
    }
  }

  removeEntry(key: string, entry: UserEntry) {
    if (entry.clientId) this.outgoing.delete(entry.clientId);
    this.held.editTranscript(key, (old) => ({
      ...old,
      entries: old.entries.filter((other) => other.key !== entry.key),
    }));
  }

  clear() {
    this.outgoing.clear();
  }
}
