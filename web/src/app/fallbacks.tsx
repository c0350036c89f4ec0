import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconMoodPuzzled } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { EmptyState } from '@/components/states';
import { m } from '@/lib/messages';

export function NotFound() {
  return (
    <EmptyState
      level={1}
      icon={<IconMoodPuzzled size={22} />}
      title={m.problem.notFoundTitle}
      text={m.problem.notFoundText}
    >
      <Button renderRoot={(props) => <Link to="/assistant" {...props} />}>
        {m.problem.toAssistant}
      </Button>
    </EmptyState>
  );
}

// A page that threw, or whose code could not be fetched.
export function Crashed() {
  const [offline] = useState(() => !navigator.onLine);
  useEffect(() => {
    if (!offline) return;
    const reload = () => window.location.reload();
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [offline]);
  return (
    <div role="alert">
      <EmptyState
        level={1}
        icon={<IconMoodPuzzled size={22} />}
        title={offline ? m.problem.offlineTitle : m.problem.crashed}
        text={offline ? m.problem.offlineReload : m.problem.crashedText}
      >
        <Button onClick={() => window.location.reload()}>{m.problem.reload}</Button>
      </EmptyState>
    </div>
  );
}
