import { useQueryClient } from '@tanstack/react-query';
import { IconCloudOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { isApiError } from '@/api/problem';
import { m } from '@/lib/messages';
import classes from './offline-bar.module.css';
import { useReach } from './use-online';

const tryAgainEvery = 5_000;

export function OfflineBar() {
  const reach = useReach();
  const client = useQueryClient();

  useEffect(() => {
    if (reach !== 'unreachable') return;
    const tryAgain = () =>
      void client.refetchQueries({
        type: 'active',
        predicate: ({ state: { error } }) => isApiError(error) && error.isOffline,
      });
    tryAgain();
    const timer = window.setInterval(tryAgain, tryAgainEvery);
    return () => window.clearInterval(timer);
  }, [reach, client]);

  return (
    <div role="status">
      {reach !== 'online' && (
        <p className={classes.bar}>
          <IconCloudOff size={16} aria-hidden="true" />
          {reach === 'offline' ? m.offline.bar : m.offline.server}
        </p>
      )}
    </div>
  );
}
