import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { asText } from '@/lib/changes';
import { m } from '@/lib/messages';
import type { Question } from './conflict';
import classes from './conflict-dialog.module.css';

type Side = 'mine' | 'theirs';

interface ConflictDialogProps {
  question: Question;
  // Leaves theirs.
  onClose: () => void;
}

// The shell shows it for whatever conflict waits for an answer.
export default function ConflictDialog({ question, onClose }: ConflictDialogProps) {
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const { fields, labels, mine, theirs, answer } = question;
  const textOf = question.text ?? ((_, value) => asText(value));
  const sideOf = (field: string): Side => choices[field] ?? 'mine';

  function close(save: boolean): void {
    const dropped = fields.filter((field) => sideOf(field) === 'theirs');
    const chosen = Object.fromEntries(
      Object.entries(mine).filter(([field]) => !dropped.includes(field)),
    );
    setChoices({});
    if (save && Object.keys(chosen).length > 0) answer(chosen);
    else onClose();
  }

  return (
    <Modal
      opened
      onClose={() => close(false)}
      title={m.conflict.title}
      size={620}
      closeButtonProps={{ 'aria-label': m.common.close }}
      classNames={{ title: classes.title, body: classes.body, header: classes.header }}
    >
      <p className={classes.text}>{m.conflict.text}</p>
      {fields.map((field) => (
        <fieldset key={field} className={classes.field}>
          <legend className={classes.label}>{labels[field] ?? field}</legend>
          <div className={classes.sides}>
            {(['mine', 'theirs'] as const).map((side) => (
              <label key={side} className={classes.side}>
                <input
                  type="radio"
                  name={`conflict-${field}`}
                  checked={sideOf(field) === side}
                  onChange={() => setChoices((old) => ({ ...old, [field]: side }))}
                />
                <span className={classes.who}>{m.conflict[side]}</span>
                <span className={classes.value}>
                  {textOf(field, (side === 'mine' ? mine : theirs)[field]) || m.history.nothing}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <div className={classes.footer}>
        <Button variant="default" onClick={() => close(false)}>
          {m.conflict.keepTheirs}
        </Button>
        <Button onClick={() => close(true)}>{m.conflict.save}</Button>
      </div>
    </Modal>
  );
}
