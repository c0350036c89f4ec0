import type { KeyHolder } from '@/api/models';
import type { NoticePart, RunEntry } from './chat/transcript';
import { m } from './messages';
import type { NoticeAction } from './notice-card';

interface Notice {
  tone: 'info' | 'warning' | 'error';
  text: string;
  actions: readonly NoticeAction[];
  // Whose key is at fault.
  holder?: KeyHolder;
}

const known: Record<string, Pick<Notice, 'tone' | 'actions'>> = {
  builtin_model: { tone: 'info', actions: ['connect'] },
  model_failed: { tone: 'error', actions: ['retry', 'model'] },
  retrying: { tone: 'info', actions: [] },
  key_invalid: { tone: 'error', actions: ['key', 'model', 'retry'] },
  unpaid: { tone: 'error', actions: ['key', 'model', 'retry'] },
  rate_limited: { tone: 'error', actions: ['retry', 'model'] },
  model_unknown: { tone: 'error', actions: ['model'] },
  context_exceeded: { tone: 'error', actions: ['new'] },
  internal: { tone: 'error', actions: ['retry'] },
  limit: { tone: 'warning', actions: ['continue'] },
};

// What remains to be mended when the conversation has gone on.
const lasting: readonly NoticeAction[] = ['connect', 'key'];

// What a notice offers. Ways on are offered for the last answer only, and "retrying" ends with it.
export function noticeOf(part: NoticePart, run: RunEntry, isLast: boolean): Notice | null {
  if (part.code === 'retrying' && run.status !== 'running') return null;
  const { tone, actions } = known[part.code] ?? { tone: 'info' as const, actions: [] };
  return {
    tone,
    text: part.text,
    actions: isLast ? actions : actions.filter((action) => lasting.includes(action)),
    ...(part.key && { holder: part.key }),
  };
}

// How the run ended, where that needs a word and no notice has said it.
export function endingOf(run: RunEntry, isLast: boolean): Notice | null {
  const said = run.parts.some(
    (part) => part.type === 'notice' && (known[part.code]?.tone ?? 'info') !== 'info',
  );
  if (run.status === 'failed' && !said) {
    return { tone: 'error', text: m.notice.failed, actions: isLast ? ['retry', 'model'] : [] };
  }
  if (run.status === 'interrupted' && !said) {
    return {
      tone: 'warning',
      text: m.notice.interrupted,
      actions: isLast ? ['continue', 'retry'] : [],
    };
  }
  return null;
}
