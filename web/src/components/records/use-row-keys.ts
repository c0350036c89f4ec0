import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { dialogIsOpen, isTyping } from '@/lib/hotkeys';

interface RowKeys {
  scroller: RefObject<HTMLDivElement | null>;
  count: number;
  rows: Virtualizer<HTMLDivElement, Element>;
  onEdit: (index: number) => void;
}

// j and k move the focus over the rows, e edits the row; Enter is the focused link's own.
export function useRowKeys({ scroller, count, rows, onEdit }: RowKeys): void {
  useEffect(() => {
    function focusRow(index: number): void {
      rows.scrollToIndex(index);
      requestAnimationFrame(() => {
        scroller.current
          ?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`)
          ?.focus({ preventScroll: true });
      });
    }

    function onKey(event: KeyboardEvent): void {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || dialogIsOpen() || count === 0) return;
      const row = document.activeElement?.closest<HTMLElement>('[data-index]');
      const current = row ? Number(row.dataset.index) : -1;
      if (event.key === 'j') focusRow(Math.min(current + 1, count - 1));
      else if (event.key === 'k') focusRow(Math.max(current - 1, 0));
      else if (event.key === 'e' && current >= 0) onEdit(current);
      else return;
      event.preventDefault();
    }

    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
