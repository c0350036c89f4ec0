import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { dialogIsOpen, isTyping } from '@/lib/hotkeys';
import { isGroup } from '@/lib/row-groups';

interface RowKeys {
  scroller: RefObject<HTMLDivElement | null>;
  items: readonly unknown[];
  rows: Virtualizer<HTMLDivElement, Element>;
  onEdit: (index: number) => void;
  // The keys of the columns whose fields are changed in the row.
  editKeys: readonly string[];
  // Absent where rows cannot be chosen.
  selection?: RowChoice | undefined;
}

export interface RowChoice {
  ids: ReadonlySet<string>;
  choose: (index: number, range: boolean) => void;
  chooseAll: () => void;
}

// j and k move the focus over the rows, the arrows over the fields of one, e edits the row, Space
// chooses it; Enter is the focused link's own.
export function useRowKeys(keys: RowKeys): void {
  const { scroller, items, rows, onEdit, editKeys, selection } = keys;
  useEffect(() => {
    function focusRow(index: number): void {
      rows.scrollToIndex(index);
      requestAnimationFrame(() => {
        scroller.current
          ?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`)
          ?.focus({ preventScroll: true });
      });
    }

    // The next row that is no heading.
    function rowFrom(index: number, step: 1 | -1): number {
      for (let next = index + step; next >= 0 && next < items.length; next += step) {
        if (!isGroup(items[next] as object)) return next;
      }
      return index;
    }

    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || items.length === 0) return;
      if (isTyping(event.target) || dialogIsOpen()) return;
      if (event.metaKey || event.ctrlKey || event.altKey) {
        if (event.key !== 'a' || event.altKey || event.shiftKey || !selection) return;
        event.preventDefault();
        selection.chooseAll();
        return;
      }
      const row = document.activeElement?.closest<HTMLElement>('[data-index]');
      const current = row ? Number(row.dataset.index) : -1;
      if (event.key === 'j') focusRow(rowFrom(current, 1));
      else if (event.key === 'k') focusRow(rowFrom(Math.max(current, 0), -1));
      else if (row && editKeys.includes(event.key)) cellOf(row, event.key)?.click();
      else if (row && event.key in steps) focusCell(row, steps[event.key] ?? 1);
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

const steps: Record<string, 1 | -1> = { ArrowRight: 1, ArrowLeft: -1 };

function cellOf(row: HTMLElement, key: string): HTMLElement | null {
  return row.querySelector<HTMLElement>(`[data-edit="${key}"]`);
}

function focusCell(row: HTMLElement, step: 1 | -1): void {
  const stops = [...row.querySelectorAll<HTMLElement>('[data-row-link], [data-edit]')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[Math.max(at, 0) + step]?.focus();
}

// Space on a button of the row is the button's own.
function onRow(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-row-link]') !== null;
}
