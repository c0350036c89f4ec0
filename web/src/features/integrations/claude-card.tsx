import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import { timeAgo } from '@/lib/dates';
import { KeyForm } from './key-form';
import type { ModelKey, Provider } from './key-queries';
import classes from './integrations-settings.module.css';
import { t } from './messages';

const RemoveDialog = lazyDialog(() => import('./remove-key-dialog'));

interface ClaudeCardProps {
  provider: Provider;
  saved: ModelKey | null;
  // Claude answers here, by whatever key.
  answering: boolean;
  forbidden: boolean;
}

export function ClaudeCard({ provider, saved, answering, forbidden }: ClaudeCardProps) {
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const status = saved ? t.connected : answering ? t.installation : t.absent;
  const text = saved ? t.withKey : answering ? t.withInstallation : t.withoutKey;

  return (
    <article className={classes.card}>
      <header className={classes.header}>
        <span className={classes.tile} data-claude>
          <Rays />
        </span>
        <div className={classes.names}>
          <h3 className={classes.name}>{t.claude}</h3>
          <p className={classes.by}>{t.by}</p>
        </div>
        <span className={classes.status} data-on={saved !== null || answering || undefined}>
          {status}
        </span>
      </header>
      <p className={classes.text}>{text}</p>
      {saved && !editing && (
        <div className={classes.key}>
          <IconKey size={17} aria-hidden="true" />
          <span className={classes.keyText}>
            <code>{saved.masked}</code>
            <span>
              {t.added(timeAgo(saved.created_at))} ·{' '}
              {saved.last_used_at ? t.used(timeAgo(saved.last_used_at)) : t.unused}
            </span>
          </span>
          <Button variant="default" size="compact-md" onClick={() => setEditing(true)}>
            {t.replace}
          </Button>
          <Button
            variant="subtle"
            color="var(--danger)"
            size="compact-md"
            onClick={() => setRemoving(true)}
          >
            {t.remove}
          </Button>
        </div>
      )}
      {forbidden ? (
        <p className={classes.note}>{t.forbidden}</p>
      ) : editing ? (
        <KeyForm provider={provider} saved={saved} onDone={() => setEditing(false)} />
      ) : (
        !saved && (
          <Button leftSection={<IconKey size={16} />} onClick={() => setEditing(true)}>
            {t.add}
          </Button>
        )
      )}
      {removing && <RemoveDialog provider={provider} onClose={() => setRemoving(false)} />}
    </article>
  );
}

function Rays() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <g stroke="currentColor" strokeWidth="1.9" strokeLinecap="round">
        {Array.from({ length: 6 }, (_, index) => (
          <path key={index} d="M10 2.6v14.8" transform={`rotate(${index * 30} 10 10)`} />
        ))}
      </g>
    </svg>
  );
}
