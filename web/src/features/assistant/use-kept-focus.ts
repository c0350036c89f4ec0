import { type RefObject, useEffect, useRef } from 'react';

// A button that goes with what it did takes the focus along, and a keyboard would begin again at the top of
// the page. Where what had the focus inside the frame is gone, `refocus` says where it goes on.
export function useKeptFocus(frame: RefObject<HTMLElement | null>, refocus: () => void) {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const came = ({ target }: FocusEvent) => {
      focused.current =
        target instanceof Element && frame.current?.contains(target) ? target : null;
    };
    // Left by choice, unless it could not hold the focus any more. Chromium says so while what goes is still
    // there, so it is looked at a moment later.
    const left = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        if (focused.current !== target || !(target instanceof Element)) return;
        if (target.isConnected && !target.matches(':disabled')) focused.current = null;
      });
    document.addEventListener('focusin', came);
    document.addEventListener('focusout', left);
    return () => {
      document.removeEventListener('focusin', came);
      document.removeEventListener('focusout', left);
    };
  }, [frame]);
  useEffect(() => {
    if (!focused.current || focused.current.isConnected) return;
    focused.current = null;
    if (document.activeElement === document.body) refocus();
  });
}
