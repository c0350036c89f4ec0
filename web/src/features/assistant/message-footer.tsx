import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RunEntry, ToolPart } from './chat/transcript';
import { useChatActions } from './chat-actions';
import css from './message.module.css';
import { m } from './messages';
import { UndoButton } from './undo-button';

interface MessageFooterProps {
  run: RunEntry;
  isLast: boolean;
}

// Copy, and on closer look the model and what the answer cost.
export function MessageFooter({ run, isLast }: MessageFooterProps) {
  const { modelName, undoRun } = useChatActions();
  const text = answerText(run);
  const changes = undoableChanges(run);
  const details = [run.modelName ?? modelName(run.model), ...usageTexts(run)].filter(Boolean);
  return (
    <footer className={css.footer} data-last={isLast || undefined}>
      {text && <CopyButton text={text} />}
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

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={css.tool}
      aria-label={copied ? m.message.copied : m.message.copy}
      title={copied ? m.message.copied : m.message.copy}
      onClick={() => void copyText(text).then(setCopied)}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
}

// The clipboard may be out of reach (plain http on another host, a refusal): then nothing is claimed.
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function answerText(run: RunEntry): string {
  return run.parts
    .flatMap((part) => (part.type === 'text' || part.type === 'question' ? [part.text] : []))
    .filter((text, index, all) => !all.slice(0, index).some((earlier) => earlier.includes(text)))
    .join('\n\n');
}

function undoableChanges(run: RunEntry): string[] {
  return run.parts
    .filter(
      (part): part is ToolPart => part.type === 'tool' && part.status === 'done' && !part.undone,
    )
    .flatMap((part) => part.change_id ?? []);
}

function usageTexts({ usage }: RunEntry): string[] {
  if (!usage) return [];
  const tokens = (usage.input_tokens ?? 0) + (usage.output_tokens ?? 0);
  return [
    ...(tokens > 0 ? [m.message.tokens(tokens)] : []),
    ...(usage.cost ? [m.message.cost(usage.cost)] : []),
  ];
}
