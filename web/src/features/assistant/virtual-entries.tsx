import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode, RefObject } from 'react';
import type { Shown } from './chat/versions';
import css from './transcript-view.module.css';

interface VirtualEntriesProps {
  entries: Shown[];
  scroller: RefObject<HTMLElement | null>;
  view: (entry: Shown, index: number) => ReactNode;
}

// Only what is near the window stands in the page; heights are measured as entries appear.
export function VirtualEntries({ entries, scroller, view }: VirtualEntriesProps) {
  // Nothing here is compiled: the entries are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => entries[index]?.entry.key ?? index,
    estimateSize: (index) => (entries[index]?.entry.kind === 'user' ? 84 : 220),
    overscan: 6,
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
