import { type KeyboardEvent, useRef, useState } from 'react';
import { queryClient } from '@/api/query-client';
import { refetchLists } from '@/api/records';
import { type ProjectStatus, w } from '@/lib/work';
import { t } from './messages';
import { changeProjectAndTell, type Project } from './projects';

export interface Board {
  // Moved, and perhaps not yet in the list of their new column.
  moved: readonly Project[];
  // The card under way, and the column it is over.
  held: { project: Project; over: ProjectStatus; byKey: boolean } | null;
  // For who does not see the board.
  said: string;
  lift: (project: Project, byKey: boolean) => void;
  takeOver: (status: ProjectStatus) => void;
  drop: (over: ProjectStatus) => void;
  leave: () => void;
  move: (project: Project, status: ProjectStatus) => Promise<void>;
  onKey: (event: KeyboardEvent<HTMLElement>, project: Project) => void;
}

// Cards that are carried from column to column, by mouse or by keys.
export function useBoard(statuses: readonly ProjectStatus[]): Board {
  const [moved, setMoved] = useState<readonly Project[]>([]);
  const [held, setHeld] = useState<Board['held']>(null);
  const [said, setSaid] = useState('');
  const root = useRef<HTMLElement | null>(null);

  async function move(project: Project, status: ProjectStatus): Promise<void> {
    if (status === project.status) return;
    const there = { ...project, status };
    setMoved((old) => [...old.filter(({ id }) => id !== project.id), there]);
    await changeProjectAndTell(project, { status });
    await refetchLists(queryClient, 'projects');
    setMoved((old) => old.filter((one) => one !== there));
  }

  // A column that a card is dropped on says which it is: it may not have been rendered yet as the one that the card is over.
  function drop(over: ProjectStatus): void {
    if (!held) return;
    const { project, byKey } = held;
    setHeld(null);
    setSaid(t.dropped(project.name, w.statuses[over]));
    void move(project, over);
    if (byKey) focusCard(root.current, project.id);
  }

  function leave(): void {
    if (held) setSaid(t.left(held.project.name));
    setHeld(null);
  }

  function takeOver(over: ProjectStatus): void {
    if (!held || held.over === over) return;
    setHeld({ ...held, over });
    setSaid(t.over(held.project.name, w.statuses[over]));
  }

  function lift(project: Project, byKey: boolean): void {
    setHeld({ project, over: project.status, byKey });
    setSaid(t.lifted(project.name, w.statuses[project.status]));
  }

  function onKey(event: KeyboardEvent<HTMLElement>, project: Project): void {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    root.current = event.currentTarget.closest('[data-board]');
    const across = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const along = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const mine = held?.project.id === project.id ? held : null;
    if (event.key === ' ') {
      if (mine) drop(mine.over);
      else lift(project, true);
    } else if (mine && event.key === 'Enter') drop(mine.over);
    else if (mine && event.key === 'Escape') leave();
    else if (mine && across) {
      const next = statuses[statuses.indexOf(mine.over) + across];
      if (next) takeOver(next);
    } else if (!mine && (across || along)) {
      focusNeighbour(event.currentTarget, across ?? 0, along ?? 0);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return { moved, held, said, lift, takeOver, drop, leave, move, onKey };
}

function focusNeighbour(card: HTMLElement, across: number, along: number): void {
  const column = card.closest('[data-column]');
  const columns = [...(card.closest('[data-board]')?.querySelectorAll('[data-column]') ?? [])];
  const at = cardsIn(column).indexOf(card);
  if (across === 0) return cardsIn(column)[at + along]?.focus();
  for (let i = columns.indexOf(column as Element) + across; columns[i]; i += across) {
    const cards = cardsIn(columns[i] ?? null);
    const next = cards[Math.min(at, cards.length - 1)];
    if (next) return next.focus();
  }
}

function cardsIn(column: Element | null): HTMLElement[] {
  return [...(column?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];
}

// In its new column a card is another element.
function focusCard(board: HTMLElement | null, id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      board?.querySelector<HTMLElement>(`[data-card="${id}"]`)?.focus({ preventScroll: true }),
    ),
  );
}
