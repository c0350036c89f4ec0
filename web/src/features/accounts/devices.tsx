import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { toast } from '@/components/toast';
import { problemText, problemToast } from '@/components/undo-toast';
import { exactDate, timeAgo } from '@/lib/dates';
import { deviceOf } from '@/lib/devices';
import { m } from '@/lib/messages';
import { revokeSession, type SessionInfo, sessionsQuery } from './account-queries';
import classes from './profile-settings.module.css';

export function Devices() {
  const query = useQuery(sessionsQuery);
  if (query.isError && !query.data) {
    return (
      <p className={classes.note} role="alert">
        {problemText(query.error)}{' '}
        <Button variant="subtle" size="compact-sm" onClick={() => void query.refetch()}>
          {m.common.retry}
        </Button>
      </p>
    );
  }
  const sessions = [...(query.data?.items ?? [])].sort(
    (a, b) => Number(b.current) - Number(a.current),
  );
  return (
    <ul className={classes.devices} aria-busy={query.isPending}>
      {sessions.map((session) => (
        <Device key={session.id} session={session} />
      ))}
    </ul>
  );
}

function Device({ session }: { session: SessionInfo }) {
  const [busy, setBusy] = useState(false);
  const { browser, system } = deviceOf(session.user_agent ?? '');
  const name =
    browser && system
      ? m.settings.device(browser, system)
      : (browser ?? system ?? m.settings.unknownDevice);
  const Icon = system === 'iOS' || system === 'Android' ? IconDeviceMobile : IconDeviceDesktop;

  async function revoke(): Promise<void> {
    setBusy(true);
    try {
      await revokeSession(session.id);
      toast(m.settings.revoked);
    } catch (error) {
      problemToast(error);
      setBusy(false);
    }
  }

  return (
    <li className={classes.device}>
      <Icon size={22} className={classes.deviceIcon} aria-hidden="true" />
      <div className={classes.deviceText}>
        <p className={classes.deviceName}>
          {name}
          {session.current && <span className={classes.here}>{m.settings.thisDevice}</span>}
        </p>
        <p className={classes.deviceFacts} title={exactDate(session.last_used_at)}>
          {[m.settings.lastUsed(timeAgo(session.last_used_at)), session.address]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {!session.current && (
        <Button
          variant="default"
          size="compact-md"
          loading={busy}
          aria-label={m.settings.revokeOf(name)}
          onClick={() => void revoke()}
        >
          {m.settings.revoke}
        </Button>
      )}
    </li>
  );
}
