import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './assistant-page.module.css';
import { m } from './messages';

interface ConversationDrawerProps {
  onClose: () => void;
  children: ReactNode;
}

// Where the conversations are on a narrow screen.
export default function ConversationDrawer({ onClose, children }: ConversationDrawerProps) {
  return (
    <Drawer
      opened
      onClose={onClose}
      size={300}
      title={m.list.label}
      closeButtonProps={{ 'aria-label': m.list.close }}
      classNames={{ body: css.drawer ?? '', header: css.drawerHead ?? '' }}
    >
      {children}
    </Drawer>
  );
}
