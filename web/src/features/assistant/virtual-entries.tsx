import { useVirtualizer } from '@tanstack/react-virtual';
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

// Only what is near the window stands in the page; heights are measured as entries appear, and kept: what comes in above
// moves nothing that was measured.
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
