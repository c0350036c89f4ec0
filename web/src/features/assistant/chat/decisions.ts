import type { Outgoing } from '@/api/live-socket';
import type { Arguments, Decision, RunStatus, SocketError } from '@/api/run-events';
import { lostDecisions } from './delivery';
import { DecisionsInTurn, type TurnOfDecision } from './decisions-in-turn';
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

  decide = (
    key: string,
    id: string,
    decision: Decision,
    edited: Arguments | null,
    always = false,
  ) => this.takeUp(key, [{ id, decision, edited, always }]);

  // Decides all of these, as their cards show them, one after the other.
  decideAll = (key: string, decision: Decision, approvalIds: string[]) =>
    this.takeUp(
      key,
      approvalIds.map((id) => ({ id, decision, edited: null, always: false })),
    );

  private takeUp(key: string, turns: TurnOfDecision[]) {
    for (const { id } of turns) this.unsure.delete(id);
    this.inTurn.add(key, turns);
    const all = Object.fromEntries(turns.map(({ id, decision }) => [id, decision]));
    this.held.edit(key, (old) => ({
      ...old,
      refused: null,
      deciding: { ...old.deciding, ...all },
    }));
    this.decideNext(key);
  }

  decideNext(key: string) {
    const { transcript } = this.held.get(key);
    const next = this.inTurn.next(key, transcript, (id) => this.outgoing.has(id));
    if (next && !this.send(next)) this.endTurns(key);
  }

  private send({ id, decision, edited, always }: TurnOfDecision): boolean {
    const sent = this.socket.send({
      type: 'approval',
      id,
      decision,
      ...(edited ? { arguments: edited } : {}),
      ...(always ? { always } : {}),
    });
    if (!sent) return false;
    this.outgoing.set(id, sent);
    return true;
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

  // What has not left yet is taken back.
  stop(key: string) {
    for (const id of Object.keys(this.held.get(key).deciding)) {
      if (this.outgoing.get(id)?.cancel()) this.outgoing.delete(id);
    }
    this.endTurns(key);
  }

  linkLost(key: string) {
    const lost = lostDecisions(this.held.get(key).deciding, this.outgoing).filter(
      (id) => !this.unsure.has(id),
    );
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
