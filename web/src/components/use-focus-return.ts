import { useEffect, useState } from 'react';

// What had the focus gets it back, unless something else was reached meanwhile.
export function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
