import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconChevronRight,
  IconClock,
  IconHourglass,
} from '@tabler/icons-react';
import { memo } from 'react';
import type { ToolPart } from './chat/transcript';
import css from './cards.module.css';
import { useChatActions } from './chat-actions';
import { FieldChanges } from './field-changes';
import { m } from './messages';
import { RecordChip } from './record-chip';
import { UndoButton } from './undo-button';

const icons = {
  queued: IconClock,
  done: IconCheck,
  failed: IconAlertTriangle,
  denied: IconBan,
  cut: IconBan,
  waiting: IconHourglass,
};

const chipLimit = 8;

interface ToolCardProps {
  part: ToolPart;
  // The user allowed this call by a card of its own.
  approved?: boolean;
}

// One call of a tool: a line for what only looked something up, a card for what changed a record.
export const ToolCard = memo(function ToolCard({ part, approved = false }: ToolCardProps) {
  return isLookUp(part) ? <LookUp part={part} /> : <ChangeCard part={part} approved={approved} />;
});

export function isLookUp(part: ToolPart): boolean {
  return part.changes.length === 0 && part.change_id === null;
}

function ChangeCard({ part, approved }: { part: ToolPart; approved: boolean }) {
  const { undo } = useChatActions();
  const { change_id: changeId } = part;
  const gone = part.tool.startsWith('delete') ? !part.undone : part.undone && wasMade(part);
  return (
    <div className={css.card} data-status={part.status} role="group" aria-label={part.title}>
      <header className={css.head}>
        <StatusIcon status={part.status} />
        <span className={css.title}>{part.title}</span>
        {part.record && <RecordChip record={part.record} gone={gone} />}
        <span className={css.spacer} />
        {approved && <span className={css.aside}>{m.tool.approved}</span>}
        {changeId && part.status === 'done' && (
          <UndoButton
            title={part.record ? `${part.title}, ${part.record.name}` : part.title}
            undone={part.undone}
            undo={() => undo(changeId)}
          />
        )}
      </header>
      {!part.undone && part.changes.length > 0 && (
        <div className={css.body}>
          <FieldChanges changes={part.changes} />
        </div>
      )}
      {part.error && <p className={css.error}>{part.error}</p>}
    </div>
  );
}

// A creation names no earlier values: undone, its record is gone.
function wasMade(part: ToolPart): boolean {
  return part.tool.startsWith('create') || part.changes.every(({ before }) => before === null);
}

function LookUp({ part }: { part: ToolPart }) {
  const records = recordsOf(part);
  const line = (
    <>
      <StatusIcon status={part.status} />
      <span>{part.title}</span>
      {part.status === 'done' && records.length > 0 && (
        <span className={css.aside}>{m.tool.found(records.length)}</span>
      )}
      {part.status !== 'done' && part.status !== 'running' && (
        <span className={css.aside}>{m.tool[part.status]}</span>
      )}
    </>
  );
  if (part.error || !records.length) {
    return (
      <div className={css.lookUp} data-status={part.status}>
        <div className={css.line}>{line}</div>
        {part.error && <p className={css.error}>{part.error}</p>}
      </div>
    );
  }
  return (
    <details className={css.lookUp} data-status={part.status}>
      <summary className={css.line}>
        {line}
        <IconChevronRight className={css.chevron} size={14} aria-hidden="true" />
      </summary>
      <div className={css.chips}>
        {records.slice(0, chipLimit).map((record) => (
          <RecordChip key={record.id} record={record} />
        ))}
        {records.length > chipLimit && (
          <span className={css.aside}>{m.tool.more(records.length - chipLimit)}</span>
        )}
      </div>
    </details>
  );
}

// Several look-ups in a row are one line; which they were is shown on a closer look.
export function LookUps({ parts }: { parts: ToolPart[] }) {
  const found = parts.flatMap(recordsOf).length;
  return (
    <details className={css.lookUp} data-status="done">
      <summary className={css.line}>
        <StatusIcon status="done" />
        <span>{m.tool.lookUps(parts.length)}</span>
        {found > 0 && <span className={css.aside}>{m.tool.found(found)}</span>}
        <IconChevronRight className={css.chevron} size={14} aria-hidden="true" />
      </summary>
      <div className={css.inner}>
        {parts.map((part) => (
          <LookUp key={part.call_id} part={part} />
        ))}
      </div>
    </details>
  );
}

function recordsOf(part: ToolPart) {
  return part.records.length ? part.records : part.record ? [part.record] : [];
}

function StatusIcon({ status }: { status: ToolPart['status'] }) {
  if (status === 'running') {
    return (
      <span className={css.busy} role="img" aria-label={m.tool.running}>
        <span />
      </span>
    );
  }
  const Icon = icons[status];
  return (
    <span className={css.status} data-status={status} role="img" aria-label={m.tool[status]}>
      <Icon size={14} stroke={2.1} aria-hidden="true" />
    </span>
  );
}
