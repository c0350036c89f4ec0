import { Button } from '@mantine/core';
import { IconCloudOff, IconMoodPuzzled, IconPlugConnectedX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isApiError } from '@/api/problem';
import { m } from '@/lib/messages';
import classes from './states.module.css';

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  text: string;
  // 1 where nothing else names the page.
  level?: 1 | 2;
  children?: ReactNode;
}

export function EmptyState({ icon, title, text, level = 2, children }: EmptyStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={classes.state}>
      <span className={classes.icon}>{icon}</span>
      <Heading className={classes.title}>{title}</Heading>
      <p className={classes.text}>{text}</p>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}

interface ErrorStateProps {
  error: unknown;
  onRetry: () => void;
  level?: 1 | 2;
}

// What to show instead of something that did not load, and the way on.
export function ErrorState({ error, onRetry, level = 2 }: ErrorStateProps) {
  const known = isApiError(error) ? error : null;
  const requestId = known?.problem.request_id;
  const { icon, title, text } = wording(known?.status);
  return (
    <div role="alert">
      <EmptyState icon={icon} title={title} text={text} level={level}>
        {known?.status === 404 ? (
          <Button renderRoot={(props) => <Link to="/assistant" {...props} />}>
            {m.problem.toAssistant}
          </Button>
        ) : (
          known?.status !== 400 && (
            <Button variant="default" onClick={onRetry}>
              {m.common.retry}
            </Button>
          )
        )}
      </EmptyState>
      {requestId && <p className={classes.request}>{m.problem.requestId(requestId)}</p>}
    </div>
  );
}

function wording(status: number | undefined) {
  const { problem } = m;
  if (status === 0) {
    return {
      icon: <IconCloudOff size={22} />,
      title: problem.offlineTitle,
      text: problem.offlineText,
    };
  }
  if (status === 404) {
    return {
      icon: <IconMoodPuzzled size={22} />,
      title: problem.notFoundTitle,
      text: problem.notFoundText,
    };
  }
  if (status === 400) {
    return {
      icon: <IconMoodPuzzled size={22} />,
      title: problem.failedTitle,
      text: problem.askedWronglyText,
    };
  }
  const busy = status === 429 || status === 503;
  return {
    icon: <IconPlugConnectedX size={22} />,
    title: busy ? problem.busyTitle : problem.failedTitle,
    text: busy ? problem.busyText : problem.failedText,
  };
}
