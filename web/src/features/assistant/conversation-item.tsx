import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Menu, MenuItem } from '@/components/menu';
import type { ConversationRow } from './conversation-list';
import css from './conversation-list.module.css';
import { m } from './messages';

interface ConversationItemProps {
  row: ConversationRow;
  current: boolean;
  onOpen: () => void;
  onRename: () => void;
  onDelete: () => void;
}

const states: Record<string, string> = {
  running: m.list.running,
  awaiting_approval: m.list.waiting,
};

export function ConversationItem(props: ConversationItemProps) {
  const { row, current, onOpen, onRename, onDelete } = props;
  const title = row.title || m.list.untitled;
  const state = states[row.last_run_status ?? ''];
  return (
    <li className={css.item} data-current={current || undefined}>
      <Link
        className={css.open}
        to="/assistant/$conversationId"
        params={{ conversationId: row.id }}
        aria-current={current ? 'page' : undefined}
        onClick={onOpen}
      >
        <span className={css.name}>{title}</span>
        {state && (
          <span
            className={css.dot}
            data-status={row.last_run_status}
            role="img"
            aria-label={state}
          />
        )}
      </Link>
      <Menu
        width={160}
        button={(props) => (
          <button className={css.menu} aria-label={m.list.menu(title)} {...props}>
            <IconDots size={16} aria-hidden="true" />
          </button>
        )}
      >
        <MenuItem icon={<IconPencil size={15} stroke={1.7} />} onClick={onRename}>
          {m.list.rename}
        </MenuItem>
        <MenuItem danger icon={<IconTrash size={15} stroke={1.7} />} onClick={onDelete}>
          {m.list.delete}
        </MenuItem>
      </Menu>
    </li>
  );
}
