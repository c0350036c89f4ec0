import type { Arguments, Decision } from '@/api/run-events';
import { openApprovals, runningRun, type Transcript } from './transcript';

export interface TurnOfDecision {
  id: string;
  decision: Decision;
  edited: Arguments | null;
  // What is approved may run at once from now on.
  always: boolean;
}

// Decisions that the user has taken, by conversation. The server carries out one at a time, so the next is sent
// when what the one before began is over.
export class DecisionsInTurn {
  private readonly rows = new Map<string, TurnOfDecision[]>();

  // What is decided anew counts as it is now.
  add(key: string, turns: TurnOfDecision[]): void {
    const anew = new Set(turns.map(({ id }) => id));
    const before = (this.rows.get(key) ?? []).filter(({ id }) => !anew.has(id));
    this.rows.set(key, [...before, ...turns]);
  }

  // The one whose turn it is; null while one is carried out or on its way, and when all are decided.
  next(
    key: string,
    transcript: Transcript,
    isSent: (id: string) => boolean,
  ): TurnOfDecision | null {
    const row = this.rows.get(key);
    if (!row || runningRun(transcript)) return null;
    const open = new Set(openApprovals(transcript).map(({ id }) => id));
    if ([...open].some(isSent)) return null;
    const next = row.find(({ id }) => open.has(id));
    if (!next) this.rows.delete(key);
    return next ?? null;
  }

  // Nothing more is sent of them. Which they were.
  end(key: string): string[] {
    const ids = (this.rows.get(key) ?? []).map(({ id }) => id);
    this.rows.delete(key);
    return ids;
  }

  clear(): void {
    this.rows.clear();
  }
}
