import { Button, Modal } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { FormEvent, ReactNode, Ref } from 'react';
import { m } from '@/lib/messages';
import { FormProblem } from './form-problem';
import classes from './form-dialog.module.css';

interface FormDialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  submitLabel: string;
  // Something to know before submitting.
  notice?: ReactNode;
  form: {
    problem: string | null;
    busy: boolean;
    props: {
      ref: Ref<HTMLFormElement>;
      noValidate: boolean;
      onSubmit: (event: FormEvent) => void;
    };
  };
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { opened, title, onClose, submitLabel, notice, form, children } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={540}
      classNames={{ title: classes.title, header: classes.header, body: classes.body }}
      closeButtonProps={{ 'aria-label': m.common.close }}
    >
      <form
        {...form.props}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.currentTarget.requestSubmit();
          }
        }}
      >
        <div className={classes.fields}>{children}</div>
        <div role="status">
          {notice && (
            <p className={classes.notice}>
              <IconInfoCircle size={17} aria-hidden="true" />
              <span>{notice}</span>
            </p>
          )}
        </div>
        <div className={classes.problem}>
          <FormProblem text={form.problem} />
        </div>
        <div className={classes.footer}>
          <Button variant="default" onClick={onClose}>
            {m.common.cancel}
          </Button>
          <Button type="submit" loading={form.busy}>
            {submitLabel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

// Two fields side by side, where there is room.
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}
