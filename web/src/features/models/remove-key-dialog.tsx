import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { toast } from '@/components/toast';
import { problemToast } from '@/components/undo-toast';
import { m } from '@/lib/messages';
import { removeKey, type Scope } from './key-queries';
import { t } from './messages';
import classes from './models-settings.module.css';
import type { ProviderFacts } from './providers';

interface RemoveKeyDialogProps {
  facts: ProviderFacts;
  scope: Scope;
  onClose: () => void;
}

export default function RemoveKeyDialog({ facts, scope, onClose }: RemoveKeyDialogProps) {
  const [busy, setBusy] = useState(false);

  async function remove(): Promise<void> {
    setBusy(true);
    try {
      await removeKey(scope, facts.provider);
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
      title={t.removeTitle(facts.name)}
      closeButtonProps={{ 'aria-label': m.common.close }}
    >
      <p className={classes.text}>{t.removeText[scope]}</p>
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
