import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import type { Shown } from './chat/versions';
import css from './transcript-view.module.css';

interface VirtualEntriesProps {
  entries: Shown[];
  scroller: HTMLElement;
  view: (entry: Shown, index: number) => ReactNode;
}

// Far enough around the window that a page of messages stands in the page as a whole, to be searched and read out.
const overscan = 24;

// Only what is near the window stands in the page, and what somebody is writing in; heights are measured as entries
// appear. What is being read stays where it is when older entries come in above it.
export function VirtualEntries({ entries, scroller, view }: VirtualEntriesProps) {
  // Nothing here is compiled: the entries are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller,
    initialOffset: () => scroller.scrollTop,
    getItemKey: (index) => entries[index]?.entry.key ?? index,
    estimateSize: (index) => (entries[index]?.entry.kind === 'user' ? 84 : 220),
    overscan,
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

function withFocused(entries: Shown[], shown: number[]): number[] {
  const focused = document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset['key'];
  const index = focused ? entries.findIndex(({ entry }) => entry.key === focused) : -1;
  return index < 0 || shown.includes(index) ? shown : [...shown, index].sort((a, b) => a - b);
}
