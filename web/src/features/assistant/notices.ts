import type { KeyHolder } from '@/api/models';
import { type NoticePart, type RunEntry, standingChanges } from './chat/transcript';
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
  key_forbidden: { tone: 'error', actions: ['key', 'model', 'retry'] },
  unpaid: { tone: 'error', actions: ['key', 'model', 'retry'] },
  rate_limited: { tone: 'error', actions: ['retry', 'model'] },
  model_unknown: { tone: 'error', actions: ['model'] },
  context_exceeded: { tone: 'error', actions: ['new'] },
  internal: { tone: 'error', actions: ['retry'] },
  limit: { tone: 'warning', actions: ['continue'] },
  refusal: { tone: 'warning', actions: ['model'] },
  spending_limit: { tone: 'warning', actions: ['usage', 'model'] },
};

// What remains to be mended when the conversation has gone on.
const lasting: readonly NoticeAction[] = ['connect', 'key'];

const toneOf = (code: string): Notice['tone'] => known[code]?.tone ?? 'info';

// What a notice offers. Ways on are offered for the last answer only, and "retrying" ends with it.
export function noticeOf(part: NoticePart, run: RunEntry, isLast: boolean): Notice | null {
  if (part.code === 'retrying' && run.status !== 'running') return null;
  const { tone, actions } = stoodIn(part, run)
    ? { tone: 'info' as const, actions: ['retry', 'model'] as const }
    : (known[part.code] ?? { tone: 'info' as const, actions: [] });
  return {
    tone,
    text: part.text,
    actions: possible(isLast ? actions : actions.filter((action) => lasting.includes(action)), run),
    ...(part.key && { holder: part.key }),
  };
}

// The command interpreter answered for a model that could not: that one is connected already.
function stoodIn(part: NoticePart, run: RunEntry): boolean {
  return part.code === 'builtin_model' && run.model !== null && run.model !== 'builtin';
}

// An answer that has changed something is not simply made anew; it can go on.
function possible(actions: readonly NoticeAction[], run: RunEntry): NoticeAction[] {
  const changed = standingChanges(run).length > 0;
  const fit = actions.map((action) => (action === 'retry' && changed ? 'continue' : action));
  return [...new Set(fit)];
}

// How the run ended, where that needs a word and no notice has said it.
export function endingOf(run: RunEntry, isLast: boolean): Notice | null {
  const said = run.parts.some((part) => part.type === 'notice' && toneOf(part.code) !== 'info');
  if (run.status === 'failed' && !said) {
    const actions = isLast ? possible(['retry', 'model'], run) : [];
    return { tone: 'error', text: m.notice.failed, actions };
  }
  if (run.status === 'interrupted' && !said) {
    return {
      tone: 'warning',
      text: m.notice.interrupted,
      actions: isLast ? possible(['continue', 'retry'], run) : [],
    };
  }
  return null;
}
