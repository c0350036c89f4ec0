import { Button } from '@mantine/core';
import { IconPencil, IconTrash, IconX } from '@tabler/icons-react';
import { type ComponentType, useEffect, useState } from 'react';
import type { BaseRecord, RecordKey, RecordType } from '@/api/records';
import { dialogIsOpen, isTyping } from '@/lib/hotkeys';
import { m } from '@/lib/messages';
import { lazyDialog } from '../lazy-dialog';
import classes from './selection-bar.module.css';
import type { RowSelection } from './use-selection';

const BulkEditDialog = lazyDialog(() => import('./bulk-edit-dialog'));
const BulkDeleteDialog = lazyDialog(() => import('./bulk-delete-dialog'));

export interface BulkInputProps {
  label: string;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}

export interface BulkField {
  field: string;
  label: string;
  maxLength?: number;
  // What it is set to where nothing else is chosen; such a field cannot be cleared.
  start?: string;
  // For more than a line of text, such as one that offers names.
  Input?: ComponentType<BulkInputProps>;
}

export interface BulkActions {
  fields: readonly BulkField[];
  countText: (count: number) => string;
  // What else a deletion does, to be said before it.
  deleteText: string;
  // More of it, which has to be looked up.
  DeleteNote?: ComponentType<{ ids: readonly string[] }>;
}

interface SelectionBarProps<R extends BaseRecord> {
  api: { type: RecordType; key: RecordKey };
  actions: BulkActions;
  selection: RowSelection<R>;
  listed: number;
}

// What can be done with the chosen rows; it lies over the end of the list.
export function SelectionBar<R extends BaseRecord>(props: SelectionBarProps<R>) {
  const { api, actions, selection, listed } = props;
  const { records, clear, chooseAll } = selection;
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const count = records.length;

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || dialogIsOpen()) return;
      if (event.key === 'Escape') clear();
      else if (event.key === 'e') setOpen('edit');
      else if (event.key === 'Delete') setOpen('delete');
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [clear]);

  const done = () => {
    setOpen(null);
    clear();
  };
  return (
    <>
      <div role="toolbar" aria-label={m.bulk.bar} className={classes.bar}>
        <span role="status" className={classes.count}>
          {m.bulk.selected(count)}
        </span>
        {count < listed && (
          <button type="button" className={classes.all} onClick={chooseAll}>
            {m.bulk.allListed(listed)}
          </button>
        )}
        <span className={classes.actions}>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPencil size={15} />}
            onClick={() => setOpen('edit')}
          >
            {m.bulk.edit}
          </Button>
          <Button
            variant="default"
            size="compact-md"
            className={classes.delete}
            leftSection={<IconTrash size={15} />}
            onClick={() => setOpen('delete')}
          >
            {m.common.delete}
          </Button>
          <button
            type="button"
            className={classes.clear}
            aria-label={m.bulk.clear}
            title={m.bulk.clear}
            onClick={clear}
          >
            <IconX size={16} />
          </button>
        </span>
      </div>
      {open === 'edit' && (
        <BulkEditDialog
          api={api}
          actions={actions}
          records={records}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'delete' && (
        <BulkDeleteDialog
          api={api}
          actions={actions}
          records={records}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
