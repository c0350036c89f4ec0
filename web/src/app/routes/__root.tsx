import { createRootRoute, Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Wordmark } from '@/components/logo';
import { Toasts } from '@/components/toast';
import { m } from '@/lib/messages';
import { Crashed, NotFound } from '../fallbacks';
import classes from './root.module.css';

export const Route = createRootRoute({
  component: Root,
  notFoundComponent: NothingThere,
  errorComponent: AllCrashed,
});

function Root() {
  return (
    <>
      <Outlet />
      <Toasts />
    </>
  );
}

function NothingThere() {
  return (
    <Bare>
      <NotFound />
    </Bare>
  );
}

function AllCrashed() {
  return (
    <Bare>
      <Crashed />
    </Bare>
  );
}

// A page outside the shell.
function Bare({ children }: { children: ReactNode }) {
  return (
    <>
      <header className={classes.header}>
        <Link to="/" className={classes.logo} aria-label={m.nav.home}>
          <Wordmark />
        </Link>
      </header>
      <main>{children}</main>
    </>
  );
}
