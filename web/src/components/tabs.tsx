import { Link } from '@tanstack/react-router';
import type { KeyboardEvent, ReactNode } from 'react';
import classes from './tabs.module.css';

interface TabsProps<T extends string> {
  // Names the list and, with a tab's own name, the elements.
  id: string;
  label: string;
  to: '/settings' | '/feedback';
  tabs: readonly { tab: T; label: string }[];
  current: T;
  onMove: (tab: T) => void;
  children: ReactNode;
}

// Parts of one page, each with an address of its own (`?tab=`).
export function Tabs<T extends string>(props: TabsProps<T>) {
  const { id, label, to, tabs, current, onMove, children } = props;

  function moveByArrow(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const position = tabs.findIndex(({ tab }) => tab === current);
    const next = tabs[(position + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onMove(next.tab);
    document.getElementById(`tab-${next.tab}`)?.focus();
  }

  return (
    <>
      <div role="tablist" className={classes.tabs} aria-label={label} onKeyDown={moveByArrow}>
        {tabs.map(({ tab, label: text }) => (
          <Link
            key={tab}
            id={`tab-${tab}`}
            role="tab"
            to={to}
            search={{ tab } as never}
            className={classes.tab}
            aria-selected={tab === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab === current ? 0 : -1}
          >
            {text}
          </Link>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`tab-${current}`}>
        {children}
      </div>
    </>
  );
}
