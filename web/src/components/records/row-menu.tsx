import { Menu } from '@mantine/core';
import {
  IconArrowRight,
  IconArrowsExchange,
  IconPencil,
  IconSquareCheck,
  IconTrash,
} from '@tabler/icons-react';
import type { BaseRecord } from '@/api/records';
import { m } from '@/lib/messages';
import classes from './row-menu.module.css';

export interface RowMenuState<R> {
  record: R;
  x: number;
  y: number;
}

interface RowMenuProps<R> {
  state: RowMenuState<R> | null;
  onClose: () => void;
  onOpen: (record: R) => void;
  onEdit: (record: R) => void;
  onDelete: (record: R) => void;
  canDelete?: ((record: R) => boolean) | undefined;
  // One thing more to do with this kind of record.
  more?: { label: string; run: (record: R) => void };
  onSelect?: ((record: R) => void) | undefined;
}

// One menu for all rows, at the place it was asked for.
export function RowMenu<R extends BaseRecord>(props: RowMenuProps<R>) {
  const { state, onClose, onOpen, onEdit, onDelete, onSelect, canDelete, more } = props;
  if (!state) return null;
  const { record, x, y } = state;
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-end"
      floatingStrategy="fixed"
      offset={4}
      width={180}
      withinPortal={false}
    >
      <Menu.Target>
        <button
          type="button"
          aria-hidden="true"
          tabIndex={-1}
          className={classes.anchor}
          style={{ left: x, top: y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={m.list.rowMenu(record.name)}>
        <Menu.Item leftSection={<IconArrowRight size={16} />} onClick={() => onOpen(record)}>
          {m.common.open}
        </Menu.Item>
        {onSelect && (
          <Menu.Item leftSection={<IconSquareCheck size={16} />} onClick={() => onSelect(record)}>
            {m.bulk.selectRow}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onEdit(record)}>
          {m.common.edit}
        </Menu.Item>
        {more && (
          <Menu.Item
            leftSection={<IconArrowsExchange size={16} />}
            onClick={() => more.run(record)}
          >
            {more.label}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconTrash size={16} />}
          color="var(--danger)"
          disabled={canDelete?.(record) === false}
          onClick={() => onDelete(record)}
        >
          {m.common.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
