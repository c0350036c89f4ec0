import { useCallback, useEffect, useState } from 'react';

// What had the focus gets it back, unless something else was reached meanwhile. Answers how to give it
// back at once.
export function useFocusReturn(): () => void {
  const [before] = useState(() => document.activeElement);
  const giveBack = useCallback(() => {
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }, [before]);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) giveBack();
      });
    },
    [giveBack],
  );
  return giveBack;
}
