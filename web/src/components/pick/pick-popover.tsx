import { Popover } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import classes from './pick.module.css';

interface PickPopoverProps {
  // What is being changed, for those who do not see where it lies.
  label: string;
  // What it lies beside.
  anchor: Element;
  onClose: () => void;
  children: ReactNode;
}

// Something to choose, beside what it changes; closes on Escape and on a click elsewhere.
export function PickPopover({ label, anchor, onClose, children }: PickPopoverProps) {
  const { left, top, width, height } = anchor.getBoundingClientRect();
  useFocusReturn();
  return (
    <Popover
      opened
      onDismiss={onClose}
      position="bottom-start"
      floatingStrategy="fixed"
      offset={4}
      radius={12}
      shadow="md"
      trapFocus
      transitionProps={{ duration: 90 }}
    >
      <Popover.Target>
        <span
          aria-hidden="true"
          className={classes.anchor}
          style={{ left, top, width: Math.max(width, 1), height }}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={label} className={classes.dropdown}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

// What had the focus gets it back, unless something else was reached meanwhile.
function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
