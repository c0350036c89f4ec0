import type { StoreApi } from 'zustand/vanilla';
import type { LinkStatus } from '@/api/live-socket';
import type { RunEvent, SocketError } from '@/api/run-events';
import { type ChatState, type Conversation, draftPrefix, isDraft, limits } from './conversation';
import { Decisions } from './decisions';
import { isFrom, notDelivered } from './delivery';
import type { ChatDependencies } from './dependencies';
import { HeldConversations } from './held-conversations';
import { Loading } from './loading';
import { applyPage, markUndone, type MessagePage, type PageKind } from './pages';
import { Sending } from './sending';
import {
  asksUser,
  isBusy,
  isUnfinished,
  resumePoints,
  runningRun,
  withoutRun,
  type UserEntry,
} from './transcript';

// The chat of this page: every open conversation, kept in step with the server's event log.
export class Chat {
  readonly store: StoreApi<ChatState>;
  readonly send;
  readonly sayAgain;
  readonly sendAgain;
  readonly sendQueued;
  readonly removeQueued;
  readonly takeBack;
  readonly decide;
  readonly decideAll;
  readonly loadOlder;
  readonly recordChanged;

  private readonly held: HeldConversations;
  private readonly sending: Sending;
  private readonly decisions: Decisions;
  private readonly loading: Loading;
  // Runs that were asked to stop over this link.
  private readonly stopped = new Set<string>();
  private events: RunEvent[] = [];

  constructor(private readonly on: ChatDependencies) {
    this.held = new HeldConversations(on.socket.status);
    this.store = this.held.store;
    this.decisions = new Decisions(this.held, on.socket);
    this.decide = this.decisions.decide;
    this.decideAll = this.decisions.decideAll;
    this.sending = new Sending(this.held, on, this.decisions);
    this.send = this.sending.send;
    this.sayAgain = this.sending.sayAgain;
    this.sendAgain = this.sending.sendAgain;
    this.sendQueued = this.sending.sendQueued;
    this.removeQueued = this.sending.removeQueued;
    this.takeBack = this.sending.takeBack;
    this.loading = new Loading(this.held, on, (...came) => this.pageCame(...came));
    this.loadOlder = this.loading.loadOlder;
    this.recordChanged = this.loading.recordChanged;
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
    void this.loading.load(key, 'latest');
  };

  pickModel = (key: string, model: string) => {
    this.held.edit(key, (old) => ({ ...old, picked: model }));
    this.store.setState({ pickedLast: model });
  };

  refresh = (key: string) => this.loading.load(key, 'latest');

  // Ends the answer. A message that has not left is taken back instead: its text, where the user wrote one.
  stop = (key: string): string | null => {
    const { transcript } = this.held.get(key);
    const waiting = transcript.entries.find(
      (entry): entry is UserEntry => entry.kind === 'user' && entry.delivery === 'waiting',
    );
    if (waiting) {
      return this.takeBack(key, waiting) && !waiting.replaces ? waiting.text : null;
    }
    this.decisions.stop(key);
    if (!isBusy(transcript)) return null;
    this.held.edit(key, (old) => ({ ...old, stopping: true }));
    const run = runningRun(transcript);
    if (run) this.sendStop(run.runId);
    return null;
  };

  undone = (changeIds: string[]) => {
    const hit = new Set(changeIds);
    for (const [key] of this.held.all())
      this.held.editTranscript(key, (old) => markUndone(old, hit));
  };

  dismissRefusal = (key: string) => this.held.edit(key, (old) => ({ ...old, refused: null }));

  forget = (key: string) => {
    this.held.forget(key);
    this.loading.forget(key);
    this.on.keepQueue(key, []);
  };

  private pageCame(key: string, page: MessagePage, kind: PageKind) {
    const goesOn = () => this.held.get(key).transcript.entries.some(isUnfinished);
    const wentOn = goesOn();
    this.held.editTranscript(key, (old) => applyPage(old, page, kind, this.on.now()));
    this.decisions.askAgain(key);
    if (kind === 'latest' && !this.loading.isOvertaken(key)) this.sending.stopUnsure(key);
    this.resumeWhatRuns(key);
    this.settle(key);
    if (wentOn && !goesOn()) this.decisions.endTurns(key);
    else this.decisions.decideNext(key);
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
      if (event.type === 'run.finished')
        this.decisions.runEnded(event.conversation_id, event.data.status);
  };

  private begun(event: RunEvent & { type: 'run.started' }) {
    const { conversation_id: key, data } = event;
    this.held.adoptDraft(event);
    // Another tab may have sent what waits in this one.
    const { queued } = this.held.get(key);
    if (data.client_id !== null && queued.length) this.removeQueued(key, data.client_id);
  }

  // What follows from new events: stop what was to be stopped, fill gaps, say what waits.
  private settle(key: string) {
    const conversation = this.held.find(key);
    if (!conversation) return;
    this.decisions.clearDecided(key);
    this.sending.forgetDelivered(conversation.transcript);
    const run = runningRun(conversation.transcript);
    if (conversation.stopping) this.settleStop(key, run?.runId ?? null);
    if (conversation.transcript.loaded && conversation.loading === 'no')
      this.loading.watchGaps(key);
    this.loading.watchSilence(key);
    // What was refused stands last: nothing overtakes it. Nor does it decide what is still asked.
    const last = conversation.transcript.entries.at(-1);
    const ended =
      last?.kind === 'run' && (last.status === 'completed' || last.status === 'stopped');
    if (ended && !asksUser(conversation.transcript)) this.sendQueued(key);
    if (!isBusy(conversation.transcript)) this.loading.reloadStale(key);
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

  private linkChanged(link: LinkStatus) {
    if (link === 'closed') return this.reset();
    // Each try to connect again is no news.
    this.store.setState((old) =>
      old.link === 'offline' && link === 'connecting' ? old : { ...old, link },
    );
    if (link !== 'ready') this.stopped.clear();
    for (const [key, { transcript, loading, loadError }] of this.held.all()) {
      if (link !== 'ready') this.decisions.linkLost(key);
      this.sending.linkChanged(key, link);
      const opened = transcript.loaded || loadError !== null || loading !== 'no';
      if (link === 'ready' && opened) void this.loading.load(key, 'latest');
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
        this.sending.removeEntry(key, mine);
        this.held.edit(key, (old) => ({ ...old, refused: error }));
      } else if (mine && clientId && error.code === 'run_in_progress') {
        this.sending.queueAgain(key, mine, clientId);
      } else if (mine && clientId) {
        this.held.editTranscript(key, (old) => notDelivered(old, clientId, error));
      } else if (error.id && error.id in deciding) {
        this.decisions.refused(key, error.id, error);
        void this.loading.load(key, 'latest');
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
    void this.loading.load(key, 'latest');
  }

  // The next person on this page must find nothing of the last one.
  private reset() {
    this.loading.clear();
    this.decisions.clear();
    this.sending.clear();
    this.stopped.clear();
    this.events = [];
    this.held.clear();
  }
}
