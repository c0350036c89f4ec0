import { Button, Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import { batchSize, deleteTogether } from '@/api/batches';
import type { BaseRecord, RecordKey, RecordType } from '@/api/records';
import { m } from '@/lib/messages';
import { FormProblem } from '../form-problem';
import { problemText } from '../undo-toast';
import classes from './bulk-dialog.module.css';
import { BulkProgress } from './bulk-progress';
import type { BulkActions } from './selection-bar';
import { useBulk } from './use-bulk';

interface BulkDeleteDialogProps {
  api: { type: RecordType; key: RecordKey };
  actions: BulkActions;
  records: readonly BaseRecord[];
  onDone: () => void;
  onClose: () => void;
}

const named = 4;

export default function BulkDeleteDialog(props: BulkDeleteDialogProps) {
  const { api, actions, onDone, onClose } = props;
  // As asked about: the list loses rows while they are dealt with.
  const [records] = useState(props.records);
  const ids = useMemo(() => records.map(({ id }) => id), [records]);
  const count = records.length;
  const { DeleteNote } = actions;
  const { busy, done, problem, run } = useBulk(
    (deleted) => m.bulk.deleted(actions.countText(deleted)),
    onDone,
  );
  const remove = () => run((onProgress) => deleteTogether(api, ids, onProgress));

  return (
    <Modal
      opened
      onClose={() => !busy && onClose()}
      title={m.bulk.deleteTitle(actions.countText(count))}
      size={460}
      closeButtonProps={{ 'aria-label': m.common.close }}
      classNames={{ title: classes.title, body: classes.body, header: classes.header }}
    >
      <p className={classes.text}>
        {actions.deleteText} {DeleteNote && <DeleteNote ids={ids} />}
      </p>
      <ul className={classes.names}>
        {records.slice(0, named).map(({ id, name }) => (
          <li key={id} dir="auto">
            {name}
          </li>
        ))}
        {count > named && <li className={classes.rest}>{m.bulk.andMore(count - named)}</li>}
      </ul>
      {busy && count > batchSize && <BulkProgress done={done} total={count} />}
      <FormProblem text={problem === null ? null : problemText(problem)} />
      <div className={classes.footer}>
        <Button variant="default" disabled={busy} onClick={onClose}>
          {m.common.cancel}
        </Button>
        <Button color="#b3261e" loading={busy} data-autofocus onClick={() => void remove()}>
          {m.bulk.deleteSubmit(actions.countText(count))}
        </Button>
      </div>
    </Modal>
  );
}
