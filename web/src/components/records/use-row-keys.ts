import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { dialogIsOpen, isTyping } from '@/lib/hotkeys';

interface RowKeys {
  scroller: RefObject<HTMLDivElement | null>;
  count: number;
  rows: Virtualizer<HTMLDivElement, Element>;
  onEdit: (index: number) => void;
  // Absent where rows cannot be chosen.
  selection?: RowChoice | undefined;
}

export interface RowChoice {
  ids: ReadonlySet<string>;
  choose: (index: number, range: boolean) => void;
  chooseAll: () => void;
}

// j and k move the focus over the rows, e edits the row, Space chooses it; Enter is the focused
// link's own.
export function useRowKeys({ scroller, count, rows, onEdit, selection }: RowKeys): void {
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
      if (isTyping(event.target) || dialogIsOpen() || count === 0) return;
      if (event.metaKey || event.ctrlKey || event.altKey) {
        if (event.key !== 'a' || event.altKey || event.shiftKey || !selection) return;
        event.preventDefault();
        selection.chooseAll();
        return;
      }
      const row = document.activeElement?.closest<HTMLElement>('[data-index]');
      const current = row ? Number(row.dataset.index) : -1;
      if (event.key === 'j') focusRow(Math.min(current + 1, count - 1));
      else if (event.key === 'k') focusRow(Math.max(current - 1, 0));
      else if (event.key === ' ' && selection && onRow(event.target) && current >= 0) {
        selection.choose(current, event.shiftKey);
      } else if (event.key === 'e' && current >= 0 && !selection?.ids.size) onEdit(current);
      else return;
      event.preventDefault();
    }

    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

// Space on a button of the row is the button's own.
function onRow(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-row-link]') !== null;
}
