import { createFileRoute, redirect, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { restoreSession, useSession } from '@/api/session';
import { startLive } from '../live';
import { Shell } from '../shell/shell';

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ location }) => {
    // Somebody remembered from the last visit sees the page at once; the sign-in follows.
    if (!useSession.getState().user) await restoreSession();
    if (!useSession.getState().user) {
      throw redirect({ to: '/login', search: { redirect: location.href }, replace: true });
    }
  },
  component: App,
});

function App() {
  const status = useSession((state) => state.status);
  const expired = useSession((state) => state.expired);
  const navigate = useNavigate();

  useEffect(() => {
    if (status !== 'signed-out') return;
    const { pathname, search, hash } = window.location;
    void navigate({
      to: '/login',
      search: expired ? { redirect: pathname + search + hash } : {},
      replace: true,
    });
  }, [status, expired, navigate]);

  useEffect(() => (status === 'signed-in' ? startLive() : undefined), [status]);

  return <Shell />;
}
