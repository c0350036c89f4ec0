import { IconBraces, IconDots, IconMarkdown, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Menu, MenuDivider, MenuItem, MenuLabel } from '@/components/menu';
import { toast } from '@/components/toast';
import { dollars } from '@/lib/money';
import type { ConversationRow } from './conversation-list';
import css from './conversation-list.module.css';
import type { ExportFormat } from './export';
import { m } from './messages';
import { conversationUsageQuery } from './queries';

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
        width={210}
        button={(props) => (
          <button className={css.menu} aria-label={m.list.menu(title)} {...props}>
            <IconDots size={16} aria-hidden="true" />
          </button>
        )}
      >
        <MenuItem icon={<IconPencil size={15} stroke={1.7} />} onClick={onRename}>
          {m.list.rename}
        </MenuItem>
        <MenuItem
          icon={<IconMarkdown size={15} stroke={1.7} />}
          onClick={() => saveAs(row.id, 'markdown')}
        >
          {m.list.exportMarkdown}
        </MenuItem>
        <MenuItem
          icon={<IconBraces size={15} stroke={1.7} />}
          onClick={() => saveAs(row.id, 'json')}
        >
          {m.list.exportJson}
        </MenuItem>
        <MenuItem danger icon={<IconTrash size={15} stroke={1.7} />} onClick={onDelete}>
          {m.list.delete}
        </MenuItem>
        <MenuDivider />
        <Usage id={row.id} />
      </Menu>
    </li>
  );
}

// What the conversation took so far; asked when its menu opens.
function Usage({ id }: { id: string }) {
  const { data, isError } = useQuery(conversationUsageQuery(id));
  if (isError) return <MenuLabel>{m.list.usageFailed}</MenuLabel>;
  if (!data) return <MenuLabel>{'\u2026'}</MenuLabel>;
  const tokens = data.input_tokens + data.output_tokens;
  if (tokens === 0) return <MenuLabel>{m.list.noUsage}</MenuLabel>;
  const cost = data.cost_micros === null ? m.message.costUnknown : dollars(data.cost_micros);
  return <MenuLabel>{m.list.usage(tokens.toLocaleString('en'), cost)}</MenuLabel>;
}

// What makes the file comes when it is wanted.
function saveAs(id: string, format: ExportFormat): void {
  import('./export')
    .then(({ exportConversation }) => exportConversation(id, format))
    .catch(() => toast(m.list.exportFailed, { kind: 'problem' }));
}
