import { Button, Menu } from '@mantine/core';
import { IconCheck, IconLayoutRows } from '@tabler/icons-react';
import { m } from '@/lib/messages';
import classes from './list-toolbar.module.css';

interface GroupMenuProps {
  groups: readonly { group: string; label: string }[];
  current: string | null;
  onGroup: (group: string) => void;
}

// What the rows of a list are gathered by.
export function GroupMenu({ groups, current, onGroup }: GroupMenuProps) {
  const chosen = groups.find(({ group }) => group === current);
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          variant="default"
          className={classes.control}
          leftSection={<IconLayoutRows size={16} />}
        >
          <span className={classes.controlLabel}>
            {chosen ? m.list.groupBy(chosen.label) : m.list.group}
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {[...groups, { group: 'none', label: m.list.ungrouped }].map(({ group, label }) => (
          <Menu.Item
            key={group}
            rightSection={group === (current ?? 'none') && <IconCheck size={15} />}
            onClick={() => onGroup(group)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
