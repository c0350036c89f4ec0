import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { isApiError } from '@/api/problem';
import { createRecord } from '@/components/records/editor';
import { problemText } from '@/components/undo-toast';
import { m } from '@/lib/messages';
import { t } from './messages';
import classes from './project-tasks.module.css';
import { taskFields, tasks, taskWording } from './tasks';

// Task after task, by name; what else there is to say follows where each stands.
export function QuickTask({ projectId }: { projectId: string }) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    input.current?.focus();
    if (busy) return;
    if (!name.trim()) return setError(m.common.required);
    setBusy(true);
    try {
      await createRecord(tasks, taskWording, { name: name.trim(), project_id: projectId });
      setName('');
    } catch (problem) {
      setError((isApiError(problem) && problem.fieldErrors.name) || problemText(problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={classes.add} noValidate onSubmit={(event) => void add(event)}>
      <TextInput
        ref={input}
        className={classes.addName}
        aria-label={t.addHint}
        placeholder={t.addHint}
        leftSection={<IconPlus size={16} />}
        autoComplete="off"
        dir="auto"
        maxLength={taskFields.name.maxLength}
        value={name}
        error={error}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setError(null);
        }}
      />
      <Button type="submit" loading={busy}>
        {t.add}
      </Button>
    </form>
  );
}
