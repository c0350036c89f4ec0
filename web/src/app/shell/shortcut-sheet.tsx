import { Modal } from '@mantine/core';
import { Keys } from '@/components/kbd';
import { m } from '@/lib/messages';
import { groups, shortcuts } from './shortcuts';
import classes from './shortcut-sheet.module.css';

export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.shortcuts.title}
      size={560}
      closeButtonProps={{ 'aria-label': m.common.close }}
      classNames={{ title: classes.title }}
    >
      <div className={classes.groups}>
        {Object.entries(groups).map(([group, title]) => (
          <section key={group}>
            <h3 className={classes.group}>{title}</h3>
            <dl className={classes.list}>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, label }) => (
                  <div key={keys} className={classes.row}>
                    <dt>{label}</dt>
                    <dd>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
