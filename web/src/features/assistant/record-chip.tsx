import {
  IconAddressBook,
  IconBuilding,
  IconChecklist,
  IconFile,
  IconLayoutKanban,
  IconMessage,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { RecordReference } from '@/api/run-events';
import css from './record-chip.module.css';
import { recordPath } from './values';

const icons: Record<string, typeof IconFile> = {
  contact: IconAddressBook,
  organization: IconBuilding,
  project: IconLayoutKanban,
  task: IconChecklist,
  conversation: IconMessage,
};

interface RecordChipProps {
  record: RecordReference;
  // The record is gone: named, not linked.
  gone?: boolean;
}

export function RecordChip({ record, gone = false }: RecordChipProps) {
  const Icon = icons[record.type] ?? IconFile;
  const path = recordPath(record.type, record.id);
  const content = (
    <>
      <Icon size={14} stroke={1.7} aria-hidden="true" />
      <span className={css.name}>{record.name}</span>
    </>
  );
  if (!path || gone) {
    return (
      <span className={css.chip} data-gone={gone || undefined}>
        {content}
      </span>
    );
  }
  return (
    <Link className={css.chip} to={path as '/'}>
      {content}
    </Link>
  );
}
