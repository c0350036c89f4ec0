import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';

// Going back while a dialog is open closes the dialog instead of leaving the page, as a phone's
// Back does everywhere else.
export function useBackCloses(onClose: () => void, enabled = true): void {
  // Outside a router there is no way back.
  const router = useRouter({ warn: false }) as ReturnType<typeof useRouter> | undefined;
  const history: RouterHistory | undefined = router?.history;
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!enabled) return;
    return history?.block({
      enableBeforeUnload: false,
      blockerFn: ({ action }) => {
        if (action !== 'BACK') return false;
        // The router steps forward again; only then is the page's own address the current one.
        window.addEventListener('popstate', () => close(), { once: true });
        return true;
      },
    });
  }, [history, enabled]);
}
