import type { StoreApi } from 'zustand/vanilla';
import type { LinkStatus, Outgoing } from '@/api/live-socket';
import type { Arguments, Decision, RunEvent, RunStatus, SocketError } from '@/api/run-events';
import {
  type ChatState,
  type Conversation,
  draftPrefix,
  isDraft,
  limits,
  type QueuedMessage,
} from './conversation';
import {
  canBeTakenBack,
  deliveredBy,
  isFrom,
  lostDecisions,
  notDelivered,
  sentEntry,
  unsureMessages,
  withSent,
} from './delivery';
import { DecisionsInTurn } from './decisions-in-turn';
import type { ChatDependencies } from './dependencies';
import { applyEarly } from './events';
import { HeldConversations, without } from './held-conversations';
import { applyPage, markUndone, type PageKind } from './pages';
import { Timers } from './timers';
import {
  gaps,
  isBusy,
  isUnfinished,
  messageOf,
  openApprovals,
  resumePoints,
  runningRun,
  undoableRecords,
  withoutRun,
  type Transcript,
  type UserEntry,
} from './transcript';

// The chat of this page: every open conversation, kept in step with the server's event log.
export class Chat {
  private readonly held: HeldConversations;
  readonly store: StoreApi<ChatState>;
  private readonly outgoing = new Map<string, Outgoing>();
  private readonly stopped = new Set<string>();
  private readonly gapTimers = new Timers();
  private readonly silenceTimers = new Timers();
  // Approvals whose decision the link may have lost.
  private readonly unsure = new Set<string>();
  private readonly inTurn = new DecisionsInTurn();
  private readonly changedRecords = new Set<string>();
  // Conversations to be loaded once more, when what goes on in them is over.
  private readonly stale = new Set<string>();
  // Those whose page on its way may be older than the reason to look again.
  private readonly overtaken = new Set<string>();
  private changesTimer: ReturnType<typeof setTimeout> | undefined;
  private events: RunEvent[] = [];

  constructor(private readonly on: ChatDependencies) {
    this.held = new HeldConversations(on.socket.status);
    this.store = this.held.store;
    on.socket.resumeFrom(() =>
      this.held.all().flatMap(([, conversation]) => resumePoints(conversation.transcript)),
    );
    on.socket.onRunEvent((event) => this.receive(event));
    on.socket.onStatus((status) => this.linkChanged(status));
    on.socket.onError((error) => this.refused(error));
  }

  get = (key: string): Conversation => this.held.get(key);

  newDraft = (): string => draftPrefix + this.on.newId();

  // Where a new conversation goes on: with what could not be sent when the page was left.
  unsentDraft = (): string => this.held.unsentDraft() ?? this.newDraft();

  // Fetches what is not here yet; a conversation that is open already is shown at once.
  open = (key: string) => {
    const queued = this.held.find(key)?.queued ?? this.on.keptQueue(key);
    this.held.edit(key, (old) => ({ ...old, queued, touchedAt: this.on.now() }));
    this.held.forgetOldest();
    const conversation = this.held.get(key);
    if (isDraft(key) || conversation.transcript.loaded || conversation.loading !== 'no') return;
    void this.load(key, 'latest');
  };

  pickModel = (key: string, model: string) => {
    this.held.edit(key, (old) => ({ ...old, picked: model }));
    this.store.setState({ pickedLast: model });
  };

  refresh = (key: string) => this.load(key, 'latest');

  loadOlder = (key: string) => {
    const { transcript, loading } = this.held.get(key);
    if (transcript.older !== null && loading === 'no') return this.load(key, 'older');
    return Promise.resolve();
  };

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
  private queueAgain(key: string, entry: UserEntry, clientId: string) {
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

  // Ends the answer. A message that has not left is taken back instead: its text, where the user wrote one.
  stop = (key: string): string | null => {
    const { transcript } = this.held.get(key);
    const waiting = transcript.entries.find(
      (entry): entry is UserEntry => entry.kind === 'user' && entry.delivery === 'waiting',
    );
    if (waiting) {
      return this.takeBack(key, waiting) && !waiting.replaces ? waiting.text : null;
    }
    this.endTurns(key);
    if (!isBusy(transcript)) return null;
    this.held.edit(key, (old) => ({ ...old, stopping: true }));
    const run = runningRun(transcript);
    if (run) this.sendStop(run.runId);
    return null;
  };

  // `always`: what is approved may run at once from now on.
  decide = (
    key: string,
    approvalId: string,
    decision: Decision,
    edited: Arguments | null,
    always = false,
  ) => {
    const sent = this.on.socket.send({
      type: 'approval',
      id: approvalId,
      decision,
      ...(edited ? { arguments: edited } : {}),
      ...(always ? { always } : {}),
    });
    if (!sent) return;
    this.outgoing.set(approvalId, sent);
    this.unsure.delete(approvalId);
    this.held.edit(key, (old) => ({
      ...old,
      refused: null,
      deciding: { ...old.deciding, [approvalId]: decision },
    }));
  };

  // Decides all of these, as their cards show them, one after the other.
  decideAll = (key: string, decision: Decision, approvalIds: string[]) => {
    this.inTurn.begin(key, decision, approvalIds);
    const all = Object.fromEntries(approvalIds.map((id) => [id, decision]));
    this.held.edit(key, (old) => ({ ...old, deciding: { ...old.deciding, ...all } }));
    this.decideNext(key);
  };

  private decideNext(key: string) {
    const { transcript } = this.held.get(key);
    const next = this.inTurn.next(key, transcript, (id) => this.outgoing.has(id));
    if (!next) return;
    this.decide(key, next.id, next.decision, null);
    if (!this.outgoing.has(next.id)) this.endTurns(key);
  }

  // A decision is carried out once its run has ended; that asks for the next one, or is over.
  private turnEnds(key: string, status: RunStatus) {
    if (status === 'awaiting_approval') this.decideNext(key);
    else this.endTurns(key);
  }

  // What was to be decided behind one that got lost, was refused or is to stop is for the user to say again.
  private endTurns(key: string) {
    const ended = new Set(this.inTurn.end(key));
    if (ended.size) this.keepDeciding(key, (id) => !ended.has(id) || this.outgoing.has(id));
  }

  undone = (changeIds: string[]) => {
    const hit = new Set(changeIds);
    for (const [key] of this.held.all())
      this.held.editTranscript(key, (old) => markUndone(old, hit));
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
    for (const [key, { transcript }] of this.held.all()) {
      if (!undoableRecords(transcript).some((id) => changed.has(id))) continue;
      if (isBusy(transcript)) this.stale.add(key);
      else void this.load(key, 'latest');
    }
  };

  private reloadStale(key: string) {
    if (this.stale.has(key)) void this.load(key, 'latest');
  }

  dismissRefusal = (key: string) => this.held.edit(key, (old) => ({ ...old, refused: null }));

  forget = (key: string) => {
    this.held.forget(key);
    this.stale.delete(key);
    this.overtaken.delete(key);
    this.silenceTimers.clear(key);
    this.on.keepQueue(key, []);
  };

  private dispatch(key: string, message: QueuedMessage) {
    this.endTurns(key);
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
  private stopUnsure(key: string) {
    if (this.on.socket.status !== 'ready' || this.overtaken.has(key)) return;
    if (this.held.get(key).stopping) this.giveUpUnsure(key);
  }

  private giveUpUnsure(key: string) {
    for (const entry of unsureMessages(this.held.get(key).transcript)) {
      const stopped = { code: 'stopped', detail: 'stopped' };
      if (entry.replaces) this.removeEntry(key, entry);
      else this.held.editTranscript(key, (old) => notDelivered(old, entry.clientId, stopped));
    }
    this.held.edit(key, (old) => ({ ...old, stopping: isBusy(old.transcript) }));
  }

  private async load(key: string, kind: PageKind) {
    if (isDraft(key)) return;
    const { loading, transcript } = this.held.get(key);
    if (loading !== 'no') return void (kind === 'latest' && this.overtaken.add(key));
    if (kind === 'latest') this.overtaken.delete(key);
    if (kind === 'latest' && !isBusy(transcript)) this.stale.delete(key);
    this.held.edit(key, (old) => ({ ...old, loading: kind, loadError: null }));
    const cursor = kind === 'older' ? transcript.older : null;
    const outcome = await this.on.fetchMessages(key, cursor).then(
      (page) => ({ page, error: null }),
      (error: unknown) => ({ page: null, error: error instanceof Error ? error.message : '' }),
    );
    if (!this.held.find(key)) return;
    this.held.edit(key, (old) => ({ ...old, loading: 'no', loadError: outcome.error }));
    const { page } = outcome;
    if (page) {
      const asked = this.held.get(key).transcript.entries.some(isUnfinished);
      this.held.editTranscript(key, (old) => applyPage(old, page, kind, this.on.now()));
      this.askAgain(key);
      if (kind === 'latest') this.stopUnsure(key);
      this.resumeWhatRuns(key);
      this.settle(key);
      if (asked && !this.held.get(key).transcript.entries.some(isUnfinished)) this.endTurns(key);
      else this.decideNext(key);
    } else {
      this.watchSilence(key);
    }
    if (this.overtaken.has(key)) void this.load(key, 'latest');
  }

  // After a page: what still runs may have gone on since the page was made.
  private resumeWhatRuns(key: string) {
    for (const point of resumePoints(this.held.get(key).transcript)) this.on.socket.resume(point);
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
    for (const event of events) if (event.type === 'run.started') this.begun(event);
    this.held.lay(events, now);
    for (const key of new Set(events.map((event) => event.conversation_id))) this.settle(key);
    for (const event of events)
      if (event.type === 'run.finished') this.turnEnds(event.conversation_id, event.data.status);
  };

  private begun(event: RunEvent & { type: 'run.started' }) {
    const { conversation_id: key, data } = event;
    this.held.adoptDraft(event);
    const { queued } = this.held.get(key);
    // Another tab may have sent what waits in this one.
    if (queued.length)
      this.requeue(
        key,
        queued.filter(({ clientId }) => clientId !== data.client_id),
      );
  }

  // What follows from new events: stop what was to be stopped, fill gaps, say what waits.
  private settle(key: string) {
    const conversation = this.held.find(key);
    if (!conversation) return;
    this.clearDecided(key);
    this.forgetDelivered(conversation.transcript);
    const run = runningRun(conversation.transcript);
    if (conversation.stopping) this.settleStop(key, run?.runId ?? null);
    if (conversation.transcript.loaded && conversation.loading === 'no') this.watchGaps(key);
    this.watchSilence(key);
    // What was refused stands last: nothing overtakes it.
    const last = conversation.transcript.entries.at(-1);
    const ended =
      last?.kind === 'run' && (last.status === 'completed' || last.status === 'stopped');
    if (ended) this.sendQueued(key);
    if (!isBusy(conversation.transcript)) this.reloadStale(key);
  }

  private settleStop(key: string, runId: string | null) {
    if (!isBusy(this.held.get(key).transcript))
      this.held.edit(key, (old) => ({ ...old, stopping: false }));
    else if (runId !== null && !this.stopped.has(runId)) this.sendStop(runId);
  }

  private sendStop(runId: string) {
    this.stopped.add(runId);
    this.on.socket.send({ type: 'run.stop', run_id: runId });
  }

  private clearDecided(key: string) {
    const open = new Set(openApprovals(this.held.get(key).transcript).map(({ id }) => id));
    this.keepDeciding(key, (id) => open.has(id));
  }

  // What the user decided did not arrive where the approval is still open.
  private askAgain(key: string) {
    this.keepDeciding(key, (id) => !this.unsure.has(id));
  }

  private keepDeciding(key: string, keeps: (approvalId: string) => boolean) {
    const all = Object.entries(this.held.get(key).deciding);
    const left = all.filter(([id]) => keeps(id));
    if (left.length === all.length) return;
    for (const [id] of all) if (!keeps(id)) this.outgoing.delete(id);
    this.held.edit(key, (old) => ({ ...old, deciding: Object.fromEntries(left) }));
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
    for (const point of gaps(this.held.get(key).transcript)) {
      const { run_id: runId } = point;
      if (this.gapTimers.has(runId)) continue;
      this.on.socket.resume(point);
      this.gapTimers.set(runId, limits.gapPatience, () => void this.closeGap(key, runId));
    }
  }

  // A server that went down does not say that its runs are over: after a while without a word it is
  // asked what became of them.
  private watchSilence(key: string) {
    if (!this.held.find(key) || !runningRun(this.held.get(key).transcript))
      return this.silenceTimers.clear(key);
    this.silenceTimers.set(key, limits.silence, () => void this.load(key, 'latest'));
  }

  private async closeGap(key: string, runId: string) {
    const open = () =>
      this.held.find(key) &&
      gaps(this.held.get(key).transcript).some((point) => point.run_id === runId);
    if (open()) await this.load(key, 'latest');
    if (open()) this.held.editTranscript(key, (old) => applyEarly(old, runId, this.on.now()));
  }

  private linkChanged(link: LinkStatus) {
    if (link === 'closed') return this.reset();
    // Each try to connect again is no news.
    this.store.setState((old) =>
      old.link === 'offline' && link === 'connecting' ? old : { ...old, link },
    );
    if (link !== 'ready') this.stopped.clear();
    for (const [key, { transcript, deciding, loading, loadError }] of this.held.all()) {
      if (link !== 'ready') {
        const lost = lostDecisions(deciding, this.outgoing);
        for (const id of lost) this.unsure.add(id);
        if (lost.length) this.endTurns(key);
      }
      this.held.editTranscript(key, (old) => deliveredBy(old, link, this.outgoing));
      if (link === 'ready') this.sendUnsure(key);
      const opened = transcript.loaded || loadError !== null || loading !== 'no';
      if (link === 'ready' && opened) void this.load(key, 'latest');
    }
  }

  // A refusal names what it refuses: a message, a decision, or the stopping of a run.
  private refused(error: SocketError) {
    for (const [key, { transcript, deciding }] of this.held.all()) {
      const clientId = error.client_id;
      const mine = clientId && transcript.entries.find((entry) => isFrom(entry, clientId));
      // The run that it began was seen: what was refused is a second copy.
      if (mine && mine.runId !== null) continue;
      if (mine && mine.kind === 'user' && mine.replaces) {
        // The answer that was to go stands again.
        this.removeEntry(key, mine);
        this.held.edit(key, (old) => ({ ...old, refused: error }));
      } else if (mine && clientId && error.code === 'run_in_progress') {
        this.queueAgain(key, mine, clientId);
      } else if (mine && clientId) {
        this.held.editTranscript(key, (old) => notDelivered(old, clientId, error));
      } else if (error.id && error.id in deciding) {
        this.outgoing.delete(error.id);
        this.held.edit(key, (old) => ({
          ...old,
          deciding: without(old.deciding, error.id ?? ''),
          refused: error,
        }));
        this.endTurns(key);
        void this.load(key, 'latest');
      } else if (error.run_id && error.run_id === runningRun(transcript)?.runId) {
        this.runRefused(key, error.run_id, error);
      }
    }
  }

  private runRefused(key: string, runId: string, error: SocketError) {
    // It ended with a server before it was stored.
    if (error.code === 'not_found')
      this.held.editTranscript(key, (old) => withoutRun(old, runId, error.detail));
    else if (!this.held.get(key).stopping) return;
    this.held.edit(key, (old) => ({ ...old, stopping: false }));
    void this.load(key, 'latest');
  }

  // The next person on this page must find nothing of the last one.
  private reset() {
    this.gapTimers.clearAll();
    this.silenceTimers.clearAll();
    this.unsure.clear();
    clearTimeout(this.changesTimer);
    this.changedRecords.clear();
    this.stale.clear();
    this.overtaken.clear();
    this.inTurn.clear();
    this.outgoing.clear();
    this.stopped.clear();
    this.events = [];
    this.held.clear();
  }

  private removeEntry(key: string, entry: UserEntry) {
    if (entry.clientId) this.outgoing.delete(entry.clientId);
    this.held.editTranscript(key, (old) => ({
      ...old,
      entries: old.entries.filter((other) => other.key !== entry.key),
    }));
  }
}
