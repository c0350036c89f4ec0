import { Button } from '@mantine/core';
import { IconLayoutRows } from '@tabler/icons-react';
import { m } from '@/lib/messages';
import { Menu, MenuItem } from '../menu';
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
    <Menu
      label={m.list.group}
      button={(props) => (
        <Button
          variant="default"
          className={classes.control}
          leftSection={<IconLayoutRows size={16} />}
          {...props}
        >
          <span className={classes.controlLabel}>
            {chosen ? m.list.groupBy(chosen.label) : m.list.group}
          </span>
        </Button>
      )}
    >
      {[...groups, { group: 'none', label: m.list.ungrouped }].map(({ group, label }) => (
        <MenuItem
          key={group}
          checked={group === (current ?? 'none')}
          onClick={() => onGroup(group)}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
