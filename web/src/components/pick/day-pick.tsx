import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { addDays, today } from '@/lib/due';
import { m } from '@/lib/messages';
import { w } from '@/lib/work';
import classes from './pick.module.css';

interface DayPickProps {
  day: string | null;
  onPick: (day: string | null) => void;
}

// A day: typed or from the browser's calendar, one of the usual ones, or none.
export function DayPick({ day, onPick }: DayPickProps) {
  const [typed, setTyped] = useState(day ?? '');
  const now = today();
  const usual = [
    [w.spans.today, now],
    [w.tomorrow, addDays(now, 1)],
    [w.inAWeek, addDays(now, 7)],
    ...(day ? [[w.noDueDate, null] as const] : []),
  ] as const;

  function save(event: FormEvent): void {
    event.preventDefault();
    onPick(typed || null);
  }

  return (
    <form className={classes.day} onSubmit={save}>
      <TextInput
        type="date"
        aria-label={w.day}
        min="1900-01-01"
        max="2999-12-31"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes.quick}>
        {usual.map(([text, value]) => (
          <button key={text} type="button" onClick={() => onPick(value)}>
            {text}
          </button>
        ))}
      </div>
      <Button type="submit">{m.common.save}</Button>
    </form>
  );
}
