import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode, RefObject } from 'react';
import type { Entry } from './chat/transcript';
import css from './transcript-view.module.css';

interface VirtualEntriesProps {
  entries: Entry[];
  scroller: RefObject<HTMLElement | null>;
  view: (entry: Entry, index: number) => ReactNode;
}

// Only what is near the window stands in the page; heights are measured as entries appear.
export function VirtualEntries({ entries, scroller, view }: VirtualEntriesProps) {
  // Nothing here is compiled: the entries are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => entries[index]?.key ?? index,
    estimateSize: (index) => (entries[index]?.kind === 'user' ? 84 : 220),
    overscan: 6,
  });
  return (
    <div className={css.virtual} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => {
        const entry = entries[index];
        return entry ? (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            data-kind={entry.kind}
            className={css.virtualEntry}
            style={{ transform: `translateY(${start}px)` }}
          >
            {view(entry, index)}
          </div>
        ) : null;
      })}
    </div>
  );
}
