import type { Decision } from '@/api/run-events';
import { carriesOut, openApprovals, runningRun, type Transcript } from './transcript';

export interface TurnOfDecision {
  id: string;
  decision: Decision;
}

// Decisions taken at once, by conversation. The server carries out one at a time, so the next is sent
// when what the one before began is over.
export class DecisionsInTurn {
  private readonly rows = new Map<string, { decision: Decision; ids: string[] }>();

  begin(key: string, decision: Decision, ids: string[]): void {
    this.rows.set(key, { decision, ids });
  }

  // The one whose turn it is; null while one is carried out or on its way, and when all are decided.
  next(
    key: string,
    transcript: Transcript,
    isSent: (id: string) => boolean,
  ): TurnOfDecision | null {
    const row = this.rows.get(key);
    if (!row || runningRun(transcript) || carriesOut(transcript)) return null;
    const open = new Set(openApprovals(transcript).map(({ id }) => id));
    const left = row.ids.filter((id) => open.has(id));
    if (left.some(isSent)) return null;
    const [id] = left;
    if (id === undefined) this.rows.delete(key);
    return id === undefined ? null : { id, decision: row.decision };
  }

  // Nothing more is sent of them. Which they were.
  end(key: string): string[] {
    const ids = this.rows.get(key)?.ids ?? [];
    this.rows.delete(key);
    return ids;
  }

  clear(): void {
    this.rows.clear();
  }
}
