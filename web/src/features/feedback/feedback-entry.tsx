import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Avatar } from '@/components/avatar';
import { problemToast } from '@/components/undo-toast';
import { exactDate, timeAgo } from '@/lib/dates';
import { type Feedback, mark } from './feedback-queries';
import classes from './feedback-list.module.css';
import { KindIcon } from './kind-icon';
import { t } from './messages';

export function FeedbackEntry({ entry }: { entry: Feedback }) {
  const { kind, message, page, status, author, created_at } = entry;
  const [busy, setBusy] = useState(false);
  const done = status === 'done';

  async function toggle(): Promise<void> {
    setBusy(true);
    await mark(entry, done ? 'open' : 'done').catch(problemToast);
    setBusy(false);
  }

  return (
    <li className={classes.entry} data-done={done || undefined}>
      <header className={classes.header}>
        <Avatar name={author.name} size={32} />
        <div className={classes.who}>
          <p className={classes.author} dir="auto">
            {author.name}
          </p>
          <time className={classes.when} dateTime={created_at} title={exactDate(created_at)}>
            {timeAgo(created_at)}
          </time>
        </div>
        <span className={classes.kind} data-kind={kind}>
          <KindIcon kind={kind} size={15} />
          {t.kinds[kind]}
        </span>
        <button
          type="button"
          className={classes.mark}
          aria-pressed={done}
          disabled={busy}
          onClick={() => void toggle()}
        >
          {done ? <IconCircleCheckFilled size={18} /> : <IconCircle size={18} />}
          <span>{done ? t.done : t.markDone}</span>
        </button>
      </header>
      <p className={classes.message} dir="auto">
        {message}
      </p>
      {page && <About page={page} />}
    </li>
  );
}

// A page of Parley is a way there; anything else a person wrote is only text.
function About({ page }: { page: string }) {
  const inside = /^\/(?![/\\])/.test(page);
  return (
    <p className={classes.about}>
      {t.about} {inside ? <Link to={page as '/'}>{page}</Link> : <span dir="auto">{page}</span>}
    </p>
  );
}
