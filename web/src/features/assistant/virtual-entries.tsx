import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, startTransition, useEffect, useState } from 'react';
import type { Shown } from './chat/versions';
import css from './transcript-view.module.css';

interface VirtualEntriesProps {
  entries: Shown[];
  scroller: HTMLElement;
  view: (entry: Shown, index: number) => ReactNode;
}

// Far enough around the window that a page of messages stands in the page as a whole, to be searched and read out; at
// first only what is about to be seen.
const overscan = { first: 2, then: 24 };

// Only what is near the window stands in the page, and what somebody is writing in; heights are measured as entries
// appear. What is being read stays where it is when older entries come in above it.
export function VirtualEntries({ entries, scroller, view }: VirtualEntriesProps) {
  const painted = usePainted();
  // Nothing here is compiled: the entries are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller,
    // A conversation opens at its end, which is nearer than this.
    initialOffset: Number.MAX_SAFE_INTEGER,
    getItemKey: (index) => entries[index]?.entry.key ?? index,
    estimateSize: (index) => (entries[index]?.entry.kind === 'user' ? 84 : 220),
    overscan: painted ? overscan.then : overscan.first,
    anchorTo: 'end',
    rangeExtractor: (range) => withFocused(entries, defaultRangeExtractor(range)),
  });
  return (
    <div className={css.virtual} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => {
        const shown = entries[index];
        return shown ? (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            data-key={key}
            data-kind={shown.entry.kind}
            className={css.virtualEntry}
            style={{ transform: `translateY(${start}px)` }}
          >
            {view(shown, index)}
          </div>
        ) : null;
      })}
    </div>
  );
}

// Once what is rendered first stands on the screen; what comes of it may be interrupted.
function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setPainted(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return painted;
}

function withFocused(entries: Shown[], shown: number[]): number[] {
  const focused = document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset['key'];
  const index = focused ? entries.findIndex(({ entry }) => entry.key === focused) : -1;
  return index < 0 || shown.includes(index) ? shown : [...shown, index].sort((a, b) => a - b);
}
