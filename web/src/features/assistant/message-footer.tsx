import { IconChevronLeft, IconChevronRight, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { dollars } from '@/lib/money';
import { type RunEntry, standingChanges } from './chat/transcript';
import { useChatActions } from './chat-actions';
import { copy, richText } from './copy';
import { CopyButton } from './copy-button';
import css from './message.module.css';
import { m } from './messages';
import { UndoButton } from './undo-button';

// One of several answers to the same message, and the way to the others.
export interface Versions {
  at: number;
  count: number;
  show: (at: number) => void;
}

interface MessageFooterProps {
  run: RunEntry;
  isLast: boolean;
  versions: Versions | null;
}

// What can be done with an answer, and on closer look the model and what it cost.
export function MessageFooter({ run, isLast, versions }: MessageFooterProps) {
  const { modelName, undoRun } = useChatActions();
  const text = answerText(run);
  const changes = standingChanges(run);
  const details = [run.modelName ?? modelName(run.model), ...usageTexts(run)].filter(Boolean);
  return (
    <footer className={css.footer} data-last={isLast || versions !== null || undefined}>
      {versions && <VersionSwitch {...versions} />}
      {text && (
        <CopyButton
          className={css.tool}
          label={m.message.copy}
          copy={(button) => copy(text, richText(button.closest('article') ?? button))}
        />
      )}
      {isLast && <SayAgain runId={run.runId} changes={changes} />}
      {changes.length > 1 && (
        <UndoButton
          title={m.tool.undoAll(changes.length)}
          label={m.tool.undoAll(changes.length)}
          undone={false}
          undo={() => undoRun(run.runId, changes)}
        />
      )}
      <span className={css.details}>{details.join(' · ')}</span>
    </footer>
  );
}

function VersionSwitch({ at, count, show }: Versions) {
  return (
    <span className={css.versions} role="group" aria-label={m.message.versions}>
      <button
        type="button"
        className={css.tool}
        aria-label={m.message.earlier}
        title={m.message.earlier}
        aria-disabled={at === 0}
        onClick={() => at > 0 && show(at - 1)}
      >
        <IconChevronLeft size={16} stroke={1.7} aria-hidden="true" />
      </button>
      <span role="status">
        <span className="visually-hidden">{m.message.version(at + 1, count)}</span>
        <span aria-hidden="true">
          {at + 1}/{count}
        </span>
      </span>
      <button
        type="button"
        className={css.tool}
        aria-label={m.message.later}
        title={m.message.later}
        aria-disabled={at === count - 1}
        onClick={() => at < count - 1 && show(at + 1)}
      >
        <IconChevronRight size={16} stroke={1.7} aria-hidden="true" />
      </button>
    </span>
  );
}

// What the answer changed is undone first, and said so: another answer may change it again.
function SayAgain({ runId, changes }: { runId: string; changes: string[] }) {
  const { sayAgain } = useChatActions();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const label = changes.length ? m.message.undoAndAgain(changes.length) : m.message.again;
  const run = () => {
    setBusy(true);
    setRefusal(null);
    sayAgain(runId, changes)
      .catch((error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <button
        type="button"
        className={changes.length ? css.wordedTool : css.tool}
        aria-label={label}
        title={label}
        disabled={busy}
        onClick={run}
      >
        <IconRefresh size={16} stroke={1.7} aria-hidden="true" />
        {changes.length > 0 && <span>{label}</span>}
      </button>
      {refusal && (
        <span className={css.refusal} role="alert">
          {refusal}
        </span>
      )}
    </>
  );
}

function answerText(run: RunEntry): string {
  return run.parts
    .flatMap((part) => (part.type === 'text' || part.type === 'question' ? [part.text] : []))
    .filter((text, index, all) => !all.slice(0, index).some((earlier) => earlier.includes(text)))
    .join('\n\n');
}

function usageTexts({ usage }: RunEntry): string[] {
  const tokens = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
  if (!usage || tokens === 0) return [];
  const cost = usage.cost_micros;
  return [
    m.message.tokens(tokens),
    typeof cost === 'number' ? dollars(cost) : m.message.costUnknown,
  ];
}
