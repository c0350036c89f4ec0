import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from '../states';

interface EmptyListProps {
  icon: ReactNode;
  // The wording of the kind of record.
  words: { emptyTitle: string; emptyText: string; emptyAsk: string; new: string };
  onNew: () => void;
}

// A list before its first record: what it is for, and the ways to begin.
export function EmptyList({ icon, words, onNew }: EmptyListProps) {
  return (
    <EmptyState icon={icon} title={words.emptyTitle} text={words.emptyText}>
      <Button onClick={onNew}>{words.new}</Button>
      <Button
        variant="default"
        leftSection={<IconSparkles size={16} color="var(--assistant)" />}
        renderRoot={(props) => <Link to="/assistant" {...props} />}
      >
        {words.emptyAsk}
      </Button>
    </EmptyState>
  );
}
