import { undoChange } from '@/api/changes';
import { isApiError } from '@/api/problem';
import { m } from '@/lib/messages';
import { toast, type ToastAction } from './toast';

interface UndoToast {
  message: string;
  // Without one there is nothing to take back.
  changeId: string | null;
  onUndone?: () => void;
}

export function undoToast({ message, changeId, onUndone }: UndoToast): void {
  const action: ToastAction | undefined = changeId
    ? { label: m.common.undo, run: () => void undoAndTell(changeId, onUndone) }
    : undefined;
  toast(message, { action });
}

export async function undoAndTell(changeId: string, onUndone?: () => void): Promise<boolean> {
  try {
    await undoChange(changeId);
    toast(m.history.undone);
    onUndone?.();
    return true;
  } catch (error) {
    problemToast(error);
    return false;
  }
}

export function problemToast(error: unknown): void {
  toast(problemText(error), { kind: 'problem', duration: 8_000 });
}

export function problemText(error: unknown): string {
  if (!isApiError(error)) return m.problem.failedTitle;
  if (error.isOffline) return m.problem.offlineTitle;
  const [first] = Object.values(error.fieldErrors);
  return first ?? error.message;
}
