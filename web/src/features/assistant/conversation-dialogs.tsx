import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ConversationRow } from './conversation-list';
import css from './conversation-list.module.css';
import { m } from './messages';
import {
  deleteConversation,
  refreshConversationList,
  refreshConversations,
  renameConversation,
} from './queries';

export interface ConversationDialog {
  kind: 'rename' | 'delete';
  row: ConversationRow;
}

interface ConversationDialogsProps {
  dialog: ConversationDialog;
  onClose: () => void;
  onDeleted: (id: string) => void;
}

const titles = { rename: m.list.renameTitle, delete: m.list.deleteTitle };

export default function ConversationDialogs(props: ConversationDialogsProps) {
  const { dialog, onClose: close, onDeleted } = props;
  return (
    <Modal
      opened
      onClose={close}
      size={420}
      classNames={{ title: css.dialogTitle ?? '' }}
      title={titles[dialog.kind]}
      closeButtonProps={{ 'aria-label': m.list.cancel }}
    >
      {dialog.kind === 'rename' && <Rename row={dialog.row} close={close} />}
      {dialog.kind === 'delete' && <Delete row={dialog.row} close={close} onDeleted={onDeleted} />}
    </Modal>
  );
}

interface DialogProps {
  row: ConversationRow;
  close: () => void;
}

function Rename({ row, close }: DialogProps) {
  const client = useQueryClient();
  const [title, setTitle] = useState(row.title);
  const rename = useMutation({
    mutationFn: () => renameConversation(row.id, title.trim()),
    onSuccess: async () => {
      await refreshConversations(client);
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim()) rename.mutate();
  };
  return (
    <form onSubmit={submit} className={css.dialog}>
      <TextInput
        label={m.list.name}
        value={title}
        maxLength={200}
        data-autofocus
        error={rename.error?.message}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <div className={css.buttons}>
        <Button variant="default" onClick={close}>
          {m.list.cancel}
        </Button>
        <Button type="submit" loading={rename.isPending} disabled={!title.trim()}>
          {m.list.save}
        </Button>
      </div>
    </form>
  );
}

function Delete({ row, close, onDeleted }: DialogProps & { onDeleted: (id: string) => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteConversation(row.id),
    onSuccess: async () => {
      close();
      onDeleted(row.id);
      await refreshConversationList(client);
    },
  });
  return (
    <div className={css.dialog}>
      <p className={css.question}>{m.list.deleteText(row.title || m.list.untitled)}</p>
      {remove.error && (
        <p className={css.error} role="alert">
          {remove.error.message}
        </p>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={close} data-autofocus>
          {m.list.cancel}
        </Button>
        <Button
          className={css.remove ?? ''}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {m.list.delete}
        </Button>
      </div>
    </div>
  );
}
