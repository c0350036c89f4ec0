import { Drawer } from '@mantine/core';
import { Wordmark } from '@/components/logo';
import { m } from '@/lib/messages';
import { Navigation } from './navigation';
import classes from './navigation-drawer.module.css';

// The sidebar of a phone.
export default function NavigationDrawer({ onClose }: { onClose: () => void }) {
  return (
    <Drawer
      opened
      onClose={onClose}
      size={280}
      title={<Wordmark />}
      closeButtonProps={{ 'aria-label': m.nav.close }}
      classNames={{ content: classes.drawer, header: classes.header, body: classes.body }}
    >
      <Navigation />
    </Drawer>
  );
}
