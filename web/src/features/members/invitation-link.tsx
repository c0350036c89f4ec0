import { Button, CloseButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconLink } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { exactDate } from '@/lib/dates';
import type { MadeInvitation } from './member-queries';
import classes from './members.module.css';
import { t } from './messages';

// The one time the link is seen: the server keeps only a hash of its secret.
export function InvitationLink({ made, onClose }: { made: MadeInvitation; onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 3_000 });
  const field = useRef<HTMLInputElement>(null);
  const copyButton = useRef<HTMLButtonElement>(null);
  useEffect(() => copyButton.current?.focus(), []);

  return (
    <section className={classes.made} aria-label={t.linkFor(made.email)}>
      <header className={classes.madeHeader}>
        <span className={classes.madeIcon}>
          <IconLink size={17} aria-hidden="true" />
        </span>
        <p className={classes.madeTitle} role="status">
          {t.linkFor(made.email)}
        </p>
        <CloseButton aria-label={t.closeLink} onClick={onClose} />
      </header>
      <div className={classes.linkRow}>
        <input
          ref={field}
          className={classes.url}
          aria-label={t.link}
          readOnly
          value={made.url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          ref={copyButton}
          leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={() => {
            clipboard.copy(made.url);
            field.current?.select();
          }}
        >
          {clipboard.copied ? t.copied : t.copy}
        </Button>
      </div>
      <p className={classes.note}>
        {clipboard.error ? t.copyByHand : t.once(exactDate(made.expires_at))}
      </p>
    </section>
  );
}
