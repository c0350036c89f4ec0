import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { SettingsCard } from '@/components/settings-card';
import { ErrorState } from '@/components/states';
import { toast } from '@/components/toast';
import { problemToast } from '@/components/undo-toast';
import { useFailure } from '@/components/use-failure';
import { exactDate, shortDate } from '@/lib/dates';
import { m } from '@/lib/messages';
import { type Invitation, invitationsQuery, withdraw } from './member-queries';
import classes from './members.module.css';
import { t } from './messages';

// Nothing at all while nobody is invited: the form above says what there is to do.
export function OpenInvitations() {
  const query = useQuery(invitationsQuery);
  const failure = useFailure(query);
  const invitations = query.data?.items ?? [];
  if (failure === null && invitations.length === 0) return null;
  return (
    <SettingsCard title={t.open} text={t.openText}>
      {failure !== null ? (
        <ErrorState error={failure} onRetry={() => void query.refetch()} />
      ) : (
        <ul className={classes.list} aria-label={t.open}>
          {invitations.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
    </SettingsCard>
  );
}

function Row({ invitation }: { invitation: Invitation }) {
  const { id, email, role, invited_by, expires_at } = invitation;
  const [busy, setBusy] = useState(false);

  async function remove(): Promise<void> {
    setBusy(true);
    try {
      await withdraw(id);
      toast(t.withdrawn(email));
    } catch (error) {
      problemToast(error);
      setBusy(false);
    }
  }

  return (
    <li className={classes.row}>
      <span className={classes.envelope}>
        <IconMail size={18} aria-hidden="true" />
      </span>
      <div className={classes.lines}>
        <p className={classes.name}>{email}</p>
        <p className={classes.second} title={exactDate(expires_at)}>
          {[m.settings.roles[role] ?? role, t.by(invited_by), t.until(shortDate(expires_at))].join(
            ' · ',
          )}
        </p>
      </div>
      <Button
        variant="default"
        size="compact-md"
        loading={busy}
        aria-label={t.withdrawOf(email)}
        onClick={() => void remove()}
      >
        {t.withdraw}
      </Button>
    </li>
  );
}
