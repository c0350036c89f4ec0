import { Textarea, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { isApiError } from '@/api/problem';
import { m } from '@/lib/messages';
import { problemText } from '../undo-toast';
import type { FieldFacts } from '../use-form';
import classes from './inline-fact.module.css';

interface InlineFactProps {
  field: string;
  label: string;
  value: string | null;
  facts: FieldFacts;
  onSave: (value: string | null) => Promise<unknown>;
  // How the value is shown; without it, as plain text.
  children?: ReactNode;
  multiline?: boolean;
  type?: 'text' | 'email' | 'tel';
}

// A fact that turns into its field where it stands: Enter or leaving saves, Escape gives up.
export function InlineFact(props: InlineFactProps) {
  const { field, label, value, facts, onSave, children, multiline = false, type = 'text' } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  function stop(): void {
    setDraft(null);
    setError(null);
    requestAnimationFrame(() => button.current?.focus({ preventScroll: true }));
  }

  async function save(): Promise<void> {
    if (draft === null || busy) return;
    if (draft.trim() === (value ?? '')) return stop();
    if (facts.required && draft.trim() === '') return setError(m.common.required);
    setBusy(true);
    try {
      await onSave(draft.trim() || null);
      stop();
    } catch (problem) {
      setError((isApiError(problem) && problem.fieldErrors[field]) || problemText(problem));
    } finally {
      setBusy(false);
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      stop();
    } else if (event.key === 'Enter' && (!multiline || event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void save();
    }
  }

  const input = {
    'aria-labelledby': id,
    autoFocus: true,
    value: draft ?? '',
    error,
    ...(facts.maxLength !== undefined && { maxLength: facts.maxLength }),
    onKeyDown: onKey,
    onBlur: () => void save(),
  };

  return (
    <div className={classes.fact}>
      <dt id={id} className={classes.label}>
        {label}
      </dt>
      <dd className={classes.value}>
        {draft === null ? (
          <>
            <div className={classes.shown} dir="auto" data-empty={value === null || undefined}>
              {value === null ? m.common.none : (children ?? value)}
            </div>
            <button
              ref={button}
              type="button"
              className={classes.edit}
              aria-label={`${m.common.edit}: ${label}`}
              onClick={() => setDraft(value ?? '')}
            >
              <IconPencil size={15} />
            </button>
          </>
        ) : multiline ? (
          <Textarea
            {...input}
            className={classes.input}
            autosize
            minRows={3}
            maxRows={14}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
        ) : (
          <TextInput
            {...input}
            className={classes.input}
            type={type}
            size="sm"
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
        )}
      </dd>
    </div>
  );
}
