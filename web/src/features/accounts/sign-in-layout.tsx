import { Link } from '@tanstack/react-router';
import { IconCheck, IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Avatar } from '@/components/avatar';
import { Wordmark } from '@/components/logo';
import { m } from '@/lib/messages';
import classes from './sign-in-layout.module.css';
import { story } from './story-messages';

interface SignInLayoutProps {
  title: string;
  lead: string;
  // Still finding out what to show.
  busy?: boolean;
  children?: ReactNode;
}

export function SignInLayout({ title, lead, busy, children }: SignInLayoutProps) {
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <Link to="/" className={classes.logo} aria-label={m.nav.home}>
          <Wordmark />
        </Link>
        <Link to="/login" className={classes.login} activeProps={{ 'data-here': true }}>
          {m.account.login}
        </Link>
      </header>
      <main id="main" className={classes.main}>
        <div className={classes.column} aria-busy={busy}>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.lead}>{lead}</p>
          {children}
        </div>
        <Story />
      </main>
    </div>
  );
}

// What Parley does, drawn: a sentence, and the record it becomes.
function Story() {
  return (
    <aside className={classes.story}>
      <div className={classes.scene} aria-hidden="true">
        <p className={classes.bubble}>{story.said}</p>
        <div className={classes.answer}>
          <span className={classes.spark}>
            <IconSparkles size={15} />
          </span>
          <div className={classes.card}>
            <Avatar name={story.person} size={36} onWhite />
            <div className={classes.cardText}>
              <strong>{story.person}</strong>
              <span>{story.role}</span>
            </div>
            <span className={classes.saved}>
              <IconCheck size={13} /> {story.saved}
            </span>
          </div>
        </div>
      </div>
      <p className={classes.claim}>{story.title}</p>
      <ul className={classes.points}>
        {story.points.map((point) => (
          <li key={point}>
            <IconCheck size={16} aria-hidden="true" />
            {point}
          </li>
        ))}
      </ul>
    </aside>
  );
}
