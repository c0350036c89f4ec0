import { useState } from 'react';
import { type BatchOutcome, undoTogether } from '@/api/batches';
import { m } from '@/lib/messages';
import { toast } from '../toast';
import { problemText, problemToast } from '../undo-toast';

interface Bulk {
  busy: boolean;
  // How many records are done so far.
  done: number;
  problem: unknown;
  run: (work: (onProgress: (done: number) => void) => Promise<BatchOutcome>) => Promise<void>;
}

// Runs a change to many records for a dialog, which stays open where not one was done. One toast
// then tells what was done, and takes all of it back.
export function useBulk(told: (done: number) => string, onDone: () => void): Bulk {
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(0);
  const [problem, setProblem] = useState<unknown>(null);

  const run: Bulk['run'] = async (work) => {
    setBusy(true);
    setProblem(null);
    const outcome = await work(setDone);
    setBusy(false);
    setDone(0);
    if (outcome.error !== null && outcome.done === 0) return setProblem(outcome.error);
    bulkToast(told(outcome.done), outcome.batches);
    if (outcome.error !== null) {
      toast(m.bulk.stopped(problemText(outcome.error)), { kind: 'problem', duration: 0 });
    }
    onDone();
  };
  return { busy, done, problem, run };
}

function bulkToast(message: string, batches: readonly string[]): void {
  const action =
    batches.length > 0 ? { label: m.common.undo, run: () => void undoAndTell(batches) } : undefined;
  toast(message, { action });
}

async function undoAndTell(batches: readonly string[]): Promise<void> {
  try {
    await undoTogether(batches);
    toast(m.bulk.undone);
  } catch (error) {
    problemToast(error);
  }
}
