import { isDraft, limits } from './conversation';
import type { ChatDependencies } from './dependencies';
import { applyEarly } from './events';
import type { HeldConversations } from './held-conversations';
import type { MessagePage, PageKind } from './pages';
import { Timers } from './timers';
import { gaps, isBusy, runningRun, undoableRecords } from './transcript';

// When pages of stored messages are fetched: on opening, and where this page may have missed something.
export class Loading {
  private readonly gapTimers = new Timers();
  private readonly silenceTimers = new Timers();
  private readonly changedRecords = new Set<string>();
  private changesTimer: ReturnType<typeof setTimeout> | undefined;
  // Conversations to be loaded once more, when what goes on in them is over.
  private readonly stale = new Set<string>();
  // Those whose page on its way may be older than the reason to look again.
  private readonly overtaken = new Set<string>();

  constructor(
    private readonly held: HeldConversations,
    private readonly on: ChatDependencies,
    // What becomes of a page.
    private readonly came: (key: string, page: MessagePage, kind: PageKind) => void,
  ) {}

  async load(key: string, kind: PageKind): Promise<void> {
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
    if (outcome.page) this.came(key, outcome.page, kind);
    else this.watchSilence(key);
    if (this.overtaken.has(key)) void this.load(key, 'latest');
  }

  isOvertaken = (key: string): boolean => this.overtaken.has(key);

  loadOlder = (key: string): Promise<void> => {
    const { transcript, loading } = this.held.get(key);
    if (transcript.older !== null && loading === 'no') return this.load(key, 'older');
    return Promise.resolve();
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

  reloadStale(key: string) {
    if (this.stale.has(key)) void this.load(key, 'latest');
  }

  // Asks for missing events; when they do not come, the stored run decides, then what there is.
  watchGaps(key: string) {
    for (const point of gaps(this.held.get(key).transcript)) {
      const { run_id: runId } = point;
      if (this.gapTimers.has(runId)) continue;
      this.on.socket.resume(point);
      this.gapTimers.set(runId, limits.gapPatience, () => void this.closeGap(key, runId));
    }
  }

  private async closeGap(key: string, runId: string) {
    const open = () =>
      this.held.find(key) &&
      gaps(this.held.get(key).transcript).some((point) => point.run_id === runId);
    if (open()) await this.load(key, 'latest');
    if (open()) this.held.editTranscript(key, (old) => applyEarly(old, runId, this.on.now()));
  }

  // A server that went down does not say that its runs are over: after a while without a word it is
  // asked what became of them.
  watchSilence(key: string) {
    if (!this.held.find(key) || !runningRun(this.held.get(key).transcript))
      return this.silenceTimers.clear(key);
    this.silenceTimers.set(key, limits.silence, () => void this.load(key, 'latest'));
  }

  forget(key: string) {
    this.stale.delete(key);
    this.overtaken.delete(key);
    this.silenceTimers.clear(key);
  }

  clear() {
    this.gapTimers.clearAll();
    this.silenceTimers.clearAll();
    clearTimeout(this.changesTimer);
    this.changedRecords.clear();
    this.stale.clear();
    this.overtaken.clear();
  }
}
