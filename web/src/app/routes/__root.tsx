import { createRootRoute, Outlet } from '@tanstack/react-router';
import { Toasts } from '@/components/toast';
import { Crashed, NotFound } from '../fallbacks';

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
    <main>
      <NotFound />
    </main>
  );
}

function AllCrashed() {
  return (
    <main>
      <Crashed />
    </main>
  );
}
