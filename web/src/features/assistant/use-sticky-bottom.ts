import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

// Near enough to the end to count as being there, in pixels.
const nearBottom = 48;
const turnsUp = new Set(['ArrowUp', 'PageUp', 'Home']);

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
    // Whoever turns up means it, also while the content grows.
    const onWheel = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0 && element.scrollHeight > element.clientHeight) stuck.current = false;
    };
    const onKey = ({ key, target }: KeyboardEvent) => {
      if (target === element && turnsUp.has(key)) stuck.current = false;
    };
    const observer = new ResizeObserver(follow);
    observer.observe(inner);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: true });
    element.addEventListener('keydown', onKey);
    follow();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('keydown', onKey);
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
