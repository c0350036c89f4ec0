import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

// Near enough to the end to count as being there, in pixels.
const nearBottom = 48;

interface StickyBottom {
  atBottom: boolean;
  toBottom: () => void;
}

// Keeps the end in view while content grows, until the reader scrolls up or writes in it.
export function useStickyBottom(
  scrollerRef: RefObject<HTMLElement | null>,
  contentRef: RefObject<HTMLElement | null>,
): StickyBottom {
  const stuck = useRef(true);
  const last = useRef({ top: 0, height: 0 });
  const [atBottom, setAtBottom] = useState(true);

  const toBottom = useCallback(() => {
    const element = scrollerRef.current;
    if (!element) return;
    stuck.current = true;
    element.scrollTop = element.scrollHeight;
    setAtBottom(true);
  }, [scrollerRef]);

  useEffect(() => {
    const element = scrollerRef.current;
    const inner = contentRef.current;
    if (!element || !inner) return;
    const follow = () => {
      if (stuck.current && !isWrittenIn(inner)) element.scrollTop = element.scrollHeight;
      setAtBottom(distance(element) < nearBottom);
    };
    const onScroll = () => {
      const away = distance(element);
      const { scrollTop: top, scrollHeight: height } = element;
      if (away < nearBottom) stuck.current = true;
      // Entries that turn out lower or higher than thought move the content: nobody has scrolled up.
      else if (top < last.current.top && height === last.current.height) stuck.current = false;
      last.current = { top, height };
      setAtBottom(away < nearBottom);
    };
    const observer = new ResizeObserver(follow);
    observer.observe(inner);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    follow();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scrollerRef, contentRef]);

  return { atBottom, toBottom };
}

function isWrittenIn(content: HTMLElement): boolean {
  const focused = document.activeElement;
  return content.contains(focused) && !!focused?.matches('input, textarea, select');
}

function distance(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight;
}
