import { type ComponentType, lazy, Suspense } from 'react';

// A dialog whose code is fetched when it first opens, so that the page under it stays light.
export function lazyDialog<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  const Dialog = lazy(load) as unknown as ComponentType<P>;
  return function LazyDialog(props: P) {
    return (
      <Suspense>
        <Dialog {...props} />
      </Suspense>
    );
  };
}
