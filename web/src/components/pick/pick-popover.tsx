import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusReturn } from '../use-focus-return';
import classes from './pick.module.css';

interface PickPopoverProps {
  // What is being changed, for those who do not see where it lies.
  label: string;
  // What it lies beside.
  anchor: Element;
  // Ends where that does, instead of beginning there.
  atEnd?: boolean;
  onClose: () => void;
  children: ReactNode;
}

// Something to choose, beside what it changes; closes on Escape and on a click elsewhere.
export function PickPopover(props: PickPopoverProps) {
  const { label, anchor, atEnd = false, onClose, children } = props;
  const { left, top, width, height } = anchor.getBoundingClientRect();
  useFocusReturn();
  return (
    <Popover
      opened
      onDismiss={onClose}
      position={atEnd ? 'bottom-end' : 'bottom-start'}
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
