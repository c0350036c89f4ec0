import type { Outgoing } from '@/api/live-socket';
import type { Arguments, Decision, RunStatus, SocketError } from '@/api/run-events';
import { lostDecisions } from './delivery';
import { DecisionsInTurn } from './decisions-in-turn';
import type { ChatDependencies } from './dependencies';
import { type HeldConversations, without } from './held-conversations';
import { openApprovals } from './transcript';

// What the user decides on approvals, until the server has shown that it knows.
export class Decisions {
  private readonly outgoing = new Map<string, Outgoing>();
  // Approvals whose decision the link may have lost.
  private readonly unsure = new Set<string>();
  private readonly inTurn = new DecisionsInTurn();

  constructor(
    private readonly held: HeldConversations,
    private readonly socket: ChatDependencies['socket'],
  ) {}

  // `always`: what is approved may run at once from now on.
  decide = (
    key: string,
    approvalId: string,
    decision: Decision,
    edited: Arguments | null,
    always = false,
  ) => {
    const sent = this.socket.send({
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

  decideNext(key: string) {
    const { transcript } = this.held.get(key);
    const next = this.inTurn.next(key, transcript, (id) => this.outgoing.has(id));
    if (!next) return;
    this.decide(key, next.id, next.decision, null);
    if (!this.outgoing.has(next.id)) this.endTurns(key);
  }

  // A decision is carried out once its run has ended; that asks for the next one, or is over.
  runEnded(key: string, status: RunStatus) {
    if (status === 'awaiting_approval') this.decideNext(key);
    else this.endTurns(key);
  }

  // What was to be decided behind one that got lost, was refused or is to stop is for the user to say again.
  endTurns(key: string) {
    const ended = new Set(this.inTurn.end(key));
    if (ended.size) this.keepDeciding(key, (id) => !ended.has(id) || this.outgoing.has(id));
  }

  linkLost(key: string) {
    const lost = lostDecisions(this.held.get(key).deciding, this.outgoing);
    for (const id of lost) this.unsure.add(id);
    if (lost.length) this.endTurns(key);
  }

  refused(key: string, approvalId: string, error: SocketError) {
    this.outgoing.delete(approvalId);
    this.held.edit(key, (old) => ({
      ...old,
      deciding: without(old.deciding, approvalId),
      refused: error,
    }));
    this.endTurns(key);
  }

  clearDecided(key: string) {
    const open = new Set(openApprovals(this.held.get(key).transcript).map(({ id }) => id));
    this.keepDeciding(key, (id) => open.has(id));
  }

  // What the user decided did not arrive where the approval is still open.
  askAgain(key: string) {
    this.keepDeciding(key, (id) => !this.unsure.has(id));
  }

  private keepDeciding(key: string, keeps: (approvalId: string) => boolean) {
    const all = Object.entries(this.held.get(key).deciding);
    const left = all.filter(([id]) => keeps(id));
    if (left.length === all.length) return;
    for (const [id] of all) if (!keeps(id)) this.outgoing.delete(id);
    this.held.edit(key, (old) => ({ ...old, deciding: Object.fromEntries(left) }));
  }

  clear() {
    this.outgoing.clear();
    this.unsure.clear();
    this.inTurn.clear();
  }
}
