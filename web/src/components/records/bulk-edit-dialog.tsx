import { Button, Modal, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { batchSize, changeTogether } from '@/api/batches';
import { isApiError } from '@/api/problem';
import type { BaseRecord, RecordKey, RecordType } from '@/api/records';
import { m } from '@/lib/messages';
import { FormProblem } from '../form-problem';
import { problemText } from '../undo-toast';
import classes from './bulk-dialog.module.css';
import { BulkProgress } from './bulk-progress';
import type { BulkActions } from './selection-bar';
import { useBulk } from './use-bulk';

interface BulkEditDialogProps {
  api: { type: RecordType; key: RecordKey };
  actions: BulkActions;
  records: readonly BaseRecord[];
  onDone: () => void;
  onClose: () => void;
}

// One field, the same value for all; no value clears the field.
export default function BulkEditDialog(props: BulkEditDialogProps) {
  const { api, actions, onDone, onClose } = props;
  // As asked about: the list loses rows while they are dealt with.
  const [records] = useState(props.records);
  const [name, setName] = useState(actions.fields[0]?.field ?? '');
  const [value, setValue] = useState(actions.fields[0]?.start ?? '');
  const count = records.length;
  const { busy, done, problem, run } = useBulk(
    (changed) => m.bulk.changed(actions.countText(changed)),
    onDone,
  );
  const field = actions.fields.find((one) => one.field === name);
  if (!field) return null;
  const { label, maxLength, Input } = field;
  const refused = isApiError(problem) ? Object.entries(problem.fieldErrors) : [];
  const error = refused.find(([path]) => path.split('.').at(-1) === name)?.[1] ?? null;

  function save(event: FormEvent): void {
    event.preventDefault();
    if (busy) return;
    void run((onProgress) =>
      changeTogether(
        api,
        records.map(({ id }) => id),
        { [name]: value.trim() || null },
        onProgress,
      ),
    );
  }

  return (
    <Modal
      opened
      onClose={() => !busy && onClose()}
      title={m.bulk.editTitle(actions.countText(count))}
      size={460}
      closeButtonProps={{ 'aria-label': m.common.close }}
      classNames={{ title: classes.title, body: classes.body, header: classes.header }}
    >
      <form noValidate onSubmit={save}>
        <p className={classes.text}>{m.bulk.editText}</p>
        <div className={classes.fields}>
          <Select
            label={m.bulk.field}
            data={actions.fields.map((one) => ({ value: one.field, label: one.label }))}
            value={name}
            allowDeselect={false}
            data-autofocus
            onChange={(chosen) => {
              setName(chosen ?? name);
              setValue(actions.fields.find((one) => one.field === chosen)?.start ?? '');
            }}
          />
          {Input ? (
            <Input label={m.bulk.value} value={value} error={error} onChange={setValue} />
          ) : (
            <TextInput
              label={m.bulk.value}
              autoComplete="off"
              dir="auto"
              placeholder={m.bulk.emptyClears}
              {...(maxLength !== undefined && { maxLength })}
              value={value}
              error={error}
              onChange={(event) => setValue(event.currentTarget.value)}
            />
          )}
        </div>
        {busy && count > batchSize && <BulkProgress done={done} total={count} />}
        <FormProblem text={problem === null || error ? null : problemText(problem)} />
        <div className={classes.footer}>
          <Button variant="default" disabled={busy} onClick={onClose}>
            {m.common.cancel}
          </Button>
          <Button type="submit" loading={busy} {...(!value.trim() && { color: '#b3261e' })}>
            {value.trim()
              ? m.bulk.setSubmit(label, actions.countText(count))
              : m.bulk.clearSubmit(label, actions.countText(count))}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
