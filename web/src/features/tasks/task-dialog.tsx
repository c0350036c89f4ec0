import { Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listedRecord, recordQuery } from '@/api/records';
import { isGone } from '@/components/records/editor';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { t } from './messages';
import TaskForm from './task-form';
import { type Task, tasks } from './tasks';

// One task over its list, found by its id wherever the list stands.
export default function TaskDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useQueryClient();
  const query = useQuery({
    ...recordQuery(tasks, id),
    placeholderData: () => listedRecord<Task>(client, 'tasks', id),
  });
  const failure = useFailure(query);
  // As it was when the form opened: what others change meanwhile is joined when it is saved.
  const [opened, setOpened] = useState<Task | null>(null);
  if (!opened && query.data) setOpened(query.data);
  if (opened) return <TaskForm task={opened} gone={isGone(failure)} onClose={onClose} />;
  if (failure === null) return null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.edit}
      closeButtonProps={{ 'aria-label': m.common.close }}
    >
      <ErrorState error={failure} onRetry={() => void query.refetch()} />
    </Modal>
  );
}
