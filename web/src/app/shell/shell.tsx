import { Link, Outlet } from '@tanstack/react-router';
import { useSession } from '@/api/session';
import { lazyDialog } from '@/components/lazy-dialog';
import { Wordmark } from '@/components/logo';
import { useConflict } from '@/components/records/conflict';
import { m } from '@/lib/messages';
import { Navigation } from './navigation';
import { OfflineBar } from './offline-bar';
import { openOverlay, useOverlay } from './overlay';
import { TopBar } from './top-bar';
import { UpdatePrompt } from './update-prompt';
import { useShortcuts } from './use-shortcuts';
import classes from './shell.module.css';
import { useVisits } from './use-visits';

const Palette = lazyDialog(() => import('./palette'));
const ConflictDialog = lazyDialog(() => import('@/components/records/conflict-dialog'));
const NavigationDrawer = lazyDialog(() => import('./navigation-drawer'));
const ShortcutSheet = lazyDialog(() => import('./shortcut-sheet'));

// Everything around a page: logo, navigation, account, and what may lie over it.
export function Shell() {
  const user = useSession((state) => state.user);
  const overlay = useOverlay((state) => state.open);
  const conflict = useConflict((state) => state.question);
  const close = () => openOverlay(null);
  useShortcuts();
  useVisits();
  if (!user) return null;
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        {m.common.skipToContent}
      </a>
      <aside className={classes.sidebar} aria-label={m.app}>
        <Logo />
        <Navigation />
      </aside>
      <div className={classes.work}>
        <TopBar user={user} />
        <OfflineBar />
        <main id="main" tabIndex={-1} className={classes.surface}>
          <Outlet />
        </main>
      </div>
      {overlay === 'navigation' && <NavigationDrawer onClose={close} />}
      {conflict && <ConflictDialog question={conflict} onClose={() => conflict.answer(null)} />}
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutSheet onClose={close} />}
      <UpdatePrompt />
    </div>
  );
}

function Logo() {
  return (
    <Link to="/" className={classes.logo} aria-label={m.nav.home}>
      <Wordmark />
    </Link>
  );
}
