import {
  IconArrowRight,
  IconArrowsExchange,
  IconPencil,
  IconSquareCheck,
  IconTrash,
} from '@tabler/icons-react';
import type { BaseRecord } from '@/api/records';
import { m } from '@/lib/messages';
import { MenuItem, OpenMenu } from '../menu';
import type { Anchor } from '../place-beside';

export interface RowMenuState<R> {
  record: R;
  beside: Anchor;
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
  const { record, beside } = state;
  return (
    <OpenMenu
      // At another place it is another menu.
      key={`${record.id} ${beside.x} ${beside.y}`}
      label={m.list.rowMenu(record.name)}
      width={180}
      beside={beside}
      onClose={onClose}
    >
      <MenuItem icon={<IconArrowRight size={16} />} onClick={() => onOpen(record)}>
        {m.common.open}
      </MenuItem>
      {onSelect && (
        <MenuItem icon={<IconSquareCheck size={16} />} onClick={() => onSelect(record)}>
          {m.bulk.selectRow}
        </MenuItem>
      )}
      <MenuItem icon={<IconPencil size={16} />} onClick={() => onEdit(record)}>
        {m.common.edit}
      </MenuItem>
      {more && (
        <MenuItem icon={<IconArrowsExchange size={16} />} onClick={() => more.run(record)}>
          {more.label}
        </MenuItem>
      )}
      <MenuItem
        danger
        icon={<IconTrash size={16} />}
        disabled={canDelete?.(record) === false}
        onClick={() => onDelete(record)}
      >
        {m.common.delete}
      </MenuItem>
    </OpenMenu>
  );
}
