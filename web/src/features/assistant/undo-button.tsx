import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import css from './cards.module.css';
import { m } from './messages';

interface UndoButtonProps {
  title: string;
  label?: string;
  undone: boolean;
  undo: () => Promise<void>;
}

// Undo, then "Undone"; a refusal is said beside it.
export function UndoButton({ title, label = m.tool.undo, undone, undo }: UndoButtonProps) {
  const [state, setState] = useState<'idle' | 'busy'>('idle');
  const [refusal, setRefusal] = useState<string | null>(null);

  if (undone) {
    return (
      <span className={css.undone} role="status">
        <IconCheck size={14} aria-hidden="true" />
        {m.tool.undone}
      </span>
    );
  }
  const run = () => {
    setState('busy');
    setRefusal(null);
    undo()
      .catch((error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)))
      .finally(() => setState('idle'));
  };
  return (
    <span className={css.undo}>
      {refusal && (
        <span className={css.refusal} role="alert">
          {refusal}
        </span>
      )}
      <button
        type="button"
        className={css.quiet}
        disabled={state === 'busy'}
        aria-label={label === m.tool.undo ? m.tool.undoOf(title) : undefined}
        onClick={run}
      >
        <IconArrowBackUp size={15} stroke={1.8} aria-hidden="true" />
        {state === 'busy' ? m.tool.undoing : label}
      </button>
    </span>
  );
}
