import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LinkStatus, Outgoing, ResumePoint } from '@/api/live-socket';
import type { Arguments, ClientMessage, Decision, RunEvent, SocketError } from '@/api/run-events';
import {
  type ChatState,
  type Conversation,
  draftPrefix,
  fresh,
  isDraft,
  limits,
  type QueuedMessage,
} from './conversation';
import { deliveredBy, isFrom, notDelivered, sentEntry } from './delivery';
import { applyEarly, applyEvent } from './events';
import { applyPage, markUndone, type MessagePage, type PageKind } from './pages';
import {
  gaps,
  isBusy,
  openApprovals,
  resumePoints,
  runningRun,
  undoableRecords,
  type Transcript,
  type UserEntry,
} from './transcript';

export interface ChatDependencies {
  socket: {
    readonly status: LinkStatus;
    send: (message: ClientMessage) => Outgoing | null;
    resume: (point: ResumePoint) => void;
    resumeFrom: (source: () => ResumePoint[]) => void;
    onRunEvent: (listener: (event: RunEvent) => void) => () => void;
    onStatus: (listener: (status: LinkStatus) => void) => () => void;
    onError: (listener: (error: SocketError) => void) => () => void;
  };
  fetchMessages: (conversationId: string, cursor: string | null) => Promise<MessagePage>;
  // Runs the callback with the next frame.
  nextFrame: (callback: () => void) => void;
  now: () => number;
  newId: () => string;
}

// The chat of this page: every open conversation, kept in step with the server's event log.
export class Chat {
  readonly store: StoreApi<ChatState>;
  private readonly outgoing = new Map<string, Outgoing>();
  private readonly stopped = new Set<string>();
  private readonly gapTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly changedRecords = new Set<string>();
  private changesTimer: ReturnType<typeof setTimeout> | undefined;
  private events: RunEvent[] = [];

  constructor(private readonly on: ChatDependencies) {
    this.store = createStore<ChatState>(() => ({
      conversations: {},
      moved: {},
      link: on.socket.status,
    }));
    on.socket.resumeFrom(() =>
      this.all().flatMap(([, conversation]) => resumePoints(conversation.transcript)),
    );
    on.socket.onRunEvent((event) => this.receive(event));
    on.socket.onStatus((status) => this.linkChanged(status));
    on.socket.onError((error) => this.refused(error));
  }

  newDraft = (): string => draftPrefix + this.on.newId();

  // Fetches what is not here yet; a conversation that is open already is shown at once.
  open = (key: string) => {
    this.edit(key, (conversation) => ({ ...conversation, touchedAt: this.on.now() }));
    this.forgetOldest();
    const conversation = this.get(key);
    if (isDraft(key) || conversation.transcript.loaded || conversation.loading !== 'no') return;
    void this.load(key, 'latest');
  };

  refresh = (key: string) => this.load(key, 'latest');

  loadOlder = (key: string) => {
    const { transcript, loading } = this.get(key);
    if (transcript.older !== null && loading === 'no') return this.load(key, 'older');
    return Promise.resolve();
  };

  // Says it now, or after the run that goes on; false when too much waits.
  send = (key: string, text: string, model: string | null): boolean => {
    const message = { clientId: this.on.newId(), text, model };
    if (!isBusy(this.get(key).transcript)) {
      this.dispatch(key, message);
      return true;
    }
    if (this.get(key).queued.length >= limits.queuedMessages) return false;
    this.edit(key, (old) => ({ ...old, queued: [...old.queued, message] }));
    return true;
  };

  sendQueued = (key: string) => {
    const { queued, transcript } = this.get(key);
    const [next, ...rest] = queued;
    if (!next || isBusy(transcript)) return;
    this.edit(key, (old) => ({ ...old, queued: rest }));
    this.dispatch(key, next);
  };

  removeQueued = (key: string, clientId: string) => {
    this.edit(key, (old) => ({
      ...old,
      queued: old.queued.filter((message) => message.clientId !== clientId),
    }));
  };

  // Sends a message again that was refused or whose fate is unknown.
  sendAgain = (key: string, entry: UserEntry, model: string | null) => {
    this.removeEntry(key, entry);
    this.send(key, entry.text, model);
  };

  // Takes back a message that has not left this page; false when it was too late.
  takeBack = (key: string, entry: UserEntry): boolean => {
    const sent = entry.clientId ? this.outgoing.get(entry.clientId) : undefined;
    if (entry.delivery === 'waiting' && sent && !sent.cancel()) return false;
    this.removeEntry(key, entry);
    return true;
  };

  stop = (key: string) => {
    const { transcript } = this.get(key);
    const waiting = transcript.entries.find(
      (entry): entry is UserEntry => entry.kind === 'user' && entry.delivery === 'waiting',
    );
    if (waiting) return void this.takeBack(key, waiting);
    this.edit(key, (old) => ({ ...old, stopping: true }));
    const run = runningRun(transcript);
    if (run) this.sendStop(run.runId);
  };

  decide = (key: string, approvalId: string, decision: Decision, edited: Arguments | null) => {
    const sent = this.on.socket.send({
      type: 'approval',
      id: approvalId,
      decision,
      ...(edited ? { arguments: edited } : {}),
    });
    if (!sent) return;
    this.edit(key, (old) => ({
      ...old,
      refused: null,
      deciding: { ...old.deciding, [approvalId]: decision },
    }));
  };

  undone = (changeIds: string[]) => {
    const hit = new Set(changeIds);
    for (const [key] of this.all()) this.editTranscript(key, (old) => markUndone(old, hit));
  };

  // Somebody wrote to a record; where this page offers to undo a change of it, that may be done.
  recordChanged = (recordId: string) => {
    this.changedRecords.add(recordId);
    clearTimeout(this.changesTimer);
    this.changesTimer = setTimeout(this.reloadChanged, limits.gatherChanges);
  };

  private reloadChanged = () => {
    const changed = new Set(this.changedRecords);
    this.changedRecords.clear();
    for (const [key, { transcript }] of this.all()) {
      if (!isBusy(transcript) && undoableRecords(transcript).some((id) => changed.has(id))) {
        void this.load(key, 'latest');
      }
    }
  };

  dismissRefusal = (key: string) => this.edit(key, (old) => ({ ...old, refused: null }));

  forget = (key: string) => {
    this.store.setState(({ conversations }) => ({ conversations: without(conversations, key) }));
  };

  private dispatch(key: string, message: QueuedMessage) {
    const sent = this.on.socket.send({
      type: 'run.start',
      message: message.text,
      client_id: message.clientId,
      ...(isDraft(key) ? {} : { conversation_id: key }),
      ...(message.model ? { model: message.model } : {}),
    });
    if (sent) this.outgoing.set(message.clientId, sent);
    const entry = sentEntry(message, sent);
    this.edit(key, (old) => ({ ...old, refused: null, stopping: false }));
    this.editTranscript(key, (old) => ({ ...old, entries: [...old.entries, entry] }));
  }

  private async load(key: string, kind: PageKind) {
    if (isDraft(key) || this.get(key).loading !== 'no') return;
    this.edit(key, (old) => ({ ...old, loading: kind, loadError: null }));
    const cursor = kind === 'older' ? this.get(key).transcript.older : null;
    const outcome = await this.on.fetchMessages(key, cursor).then(
      (page) => ({ page, error: null }),
      (error: unknown) => ({ page: null, error: error instanceof Error ? error.message : '' }),
    );
    if (!this.store.getState().conversations[key]) return;
    this.edit(key, (old) => ({ ...old, loading: 'no', loadError: outcome.error }));
    const { page } = outcome;
    if (!page) return;
    this.editTranscript(key, (old) => applyPage(old, page, kind, this.on.now()));
    this.resumeWhatRuns(key);
    this.settle(key);
  }

  // After a page: what still runs may have gone on since the page was made.
  private resumeWhatRuns(key: string) {
    for (const point of resumePoints(this.get(key).transcript)) this.on.socket.resume(point);
  }

  private receive(event: RunEvent) {
    if (!this.events.length) this.on.nextFrame(this.flush);
    this.events.push(event);
    if (this.events.length >= limits.eventsPerFrame) this.flush();
  }

  // Lays all events of a frame over the transcripts in one update of the store.
  private flush = () => {
    const events = this.events;
    this.events = [];
    const now = this.on.now();
    for (const event of events) if (event.type === 'run.started') this.adoptDraft(event);
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
    for (const key of new Set(events.map((event) => event.conversation_id))) this.settle(key);
  };

  // The first message of a draft came back with the conversation the server made for it.
  private adoptDraft(event: RunEvent & { type: 'run.started' }) {
    const { client_id } = event.data;
    if (client_id === null) return;
    const draft = this.all().find(
      ([key, { transcript }]) =>
        isDraft(key) &&
        transcript.entries.some((entry) => entry.kind === 'user' && entry.clientId === client_id),
    );
    if (!draft) return;
    const [key, conversation] = draft;
    this.store.setState(({ conversations, moved }) => {
      const adopted = {
        ...conversation,
        transcript: { ...conversation.transcript, loaded: true },
      };
      return {
        conversations: { ...without(conversations, key), [event.conversation_id]: adopted },
        moved: { ...moved, [key]: event.conversation_id },
      };
    });
  }

  // What follows from new events: stop what was to be stopped, fill gaps, say what waits.
  private settle(key: string) {
    const conversation = this.store.getState().conversations[key];
    if (!conversation) return;
    this.clearDecided(key);
    this.forgetDelivered(conversation.transcript);
    const run = runningRun(conversation.transcript);
    if (conversation.stopping) this.settleStop(key, run?.runId ?? null);
    if (conversation.transcript.loaded && conversation.loading === 'no') this.watchGaps(key);
    const last = conversation.transcript.entries.at(-1);
    const ended =
      last?.kind === 'run' && (last.status === 'completed' || last.status === 'stopped');
    if (ended) this.sendQueued(key);
  }

  private settleStop(key: string, runId: string | null) {
    if (!isBusy(this.get(key).transcript)) this.edit(key, (old) => ({ ...old, stopping: false }));
    else if (runId !== null && !this.stopped.has(runId)) this.sendStop(runId);
  }

  private sendStop(runId: string) {
    this.stopped.add(runId);
    this.on.socket.send({ type: 'run.stop', run_id: runId });
  }

  private clearDecided(key: string) {
    const { deciding, transcript } = this.get(key);
    if (!Object.keys(deciding).length) return;
    const open = new Set(openApprovals(transcript).map((approval) => approval.id));
    const left = Object.entries(deciding).filter(([id]) => open.has(id));
    if (left.length === Object.keys(deciding).length) return;
    this.edit(key, (old) => ({ ...old, deciding: Object.fromEntries(left) }));
  }

  private forgetDelivered(transcript: Transcript) {
    for (const entry of transcript.entries) {
      if (entry.kind === 'user' && entry.clientId && entry.delivery === 'delivered') {
        this.outgoing.delete(entry.clientId);
      }
    }
  }

  // Asks for missing events; when they do not come, the stored run decides, then what there is.
  private watchGaps(key: string) {
    for (const point of gaps(this.get(key).transcript)) {
      if (this.gapTimers.has(point.run_id)) continue;
      this.on.socket.resume(point);
      const timer = setTimeout(() => void this.closeGap(key, point.run_id), limits.gapPatience);
      this.gapTimers.set(point.run_id, timer);
    }
  }

  private async closeGap(key: string, runId: string) {
    const open = () =>
      this.store.getState().conversations[key] &&
      gaps(this.get(key).transcript).some((point) => point.run_id === runId);
    if (open()) await this.load(key, 'latest');
    if (open()) this.editTranscript(key, (old) => applyEarly(old, runId, this.on.now()));
    this.gapTimers.delete(runId);
  }

  private linkChanged(link: LinkStatus) {
    if (link === 'closed') return this.reset();
    this.store.setState({ link });
    for (const [key, { transcript }] of this.all()) {
      this.editTranscript(key, (old) => deliveredBy(old, link, this.outgoing));
      if (link === 'ready' && transcript.loaded) void this.load(key, 'latest');
    }
  }

  // A refusal names what it refuses: a message, a decision, or the stopping of a run.
  private refused(error: SocketError) {
    for (const [key, { transcript, deciding, stopping }] of this.all()) {
      const clientId = error.client_id;
      if (clientId && transcript.entries.some((entry) => isFrom(entry, clientId))) {
        this.editTranscript(key, (old) => notDelivered(old, clientId, error.detail));
      } else if (error.id && error.id in deciding) {
        this.edit(key, (old) => ({
          ...old,
          deciding: without(old.deciding, error.id ?? ''),
          refused: error,
        }));
        void this.load(key, 'latest');
      } else if (stopping && error.run_id && error.run_id === runningRun(transcript)?.runId) {
        this.edit(key, (old) => ({ ...old, stopping: false }));
        void this.load(key, 'latest');
      }
    }
  }

  // The next person on this page must find nothing of the last one.
  private reset() {
    for (const timer of this.gapTimers.values()) clearTimeout(timer);
    this.gapTimers.clear();
    clearTimeout(this.changesTimer);
    this.changedRecords.clear();
    this.outgoing.clear();
    this.stopped.clear();
    this.events = [];
    this.store.setState({ conversations: {}, moved: {}, link: 'closed' });
  }

  private removeEntry(key: string, entry: UserEntry) {
    if (entry.clientId) this.outgoing.delete(entry.clientId);
    this.editTranscript(key, (old) => ({
      ...old,
      entries: old.entries.filter((other) => other.key !== entry.key),
    }));
  }

  private forgetOldest() {
    const idle = this.all()
      .filter(([, { transcript, queued }]) => !isBusy(transcript) && !queued.length)
      .sort(([, a], [, b]) => a.touchedAt - b.touchedAt);
    const surplus = this.all().length - limits.conversations;
    for (const [key] of idle.slice(0, Math.max(0, surplus))) this.forget(key);
  }

  private all() {
    return Object.entries(this.store.getState().conversations);
  }

  get = (key: string): Conversation => this.store.getState().conversations[key] ?? fresh;

  private edit(key: string, change: (old: Conversation) => Conversation) {
    this.store.setState(({ conversations }) => ({
      conversations: { ...conversations, [key]: change(conversations[key] ?? fresh) },
    }));
  }

  private editTranscript(key: string, change: (old: Transcript) => Transcript) {
    this.edit(key, (old) => ({ ...old, transcript: change(old.transcript) }));
  }
}

function without<Value>(all: Record<string, Value>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([other]) => other !== key));
}
