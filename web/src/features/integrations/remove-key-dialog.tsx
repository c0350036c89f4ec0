import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { toast } from '@/components/toast';
import { problemToast } from '@/components/undo-toast';
import { m } from '@/lib/messages';
import { type Provider, removeKey } from './key-queries';
import classes from './integrations-settings.module.css';
import { t } from './messages';

interface RemoveKeyDialogProps {
  provider: Provider;
  onClose: () => void;
}

export default function RemoveKeyDialog({ provider, onClose }: RemoveKeyDialogProps) {
  const [busy, setBusy] = useState(false);

  async function remove(): Promise<void> {
    setBusy(true);
    try {
      await removeKey(provider);
      toast(t.removed);
      onClose();
    } catch (error) {
      problemToast(error);
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t.removeTitle}
      closeButtonProps={{ 'aria-label': m.common.close }}
    >
      <p className={classes.text}>{t.removeText}</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {m.common.cancel}
        </Button>
        <Button color="#b3261e" loading={busy} onClick={() => void remove()}>
          {t.remove}
        </Button>
      </div>
    </Modal>
  );
}
