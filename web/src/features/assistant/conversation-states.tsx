import { Button } from '@mantine/core';
import css from './assistant-page.module.css';
import { m } from './messages';

export function ConversationSkeleton() {
  return (
    <div className={css.skeleton} role="status" aria-label={m.page.loading}>
      {['42%', '86%', '94%', '71%', '88%', '54%'].map((width) => (
        <span key={width} style={{ width }} />
      ))}
    </div>
  );
}

interface ConversationProblemProps {
  retry: () => void;
  startNew: () => void;
}

export function ConversationProblem({ retry, startNew }: ConversationProblemProps) {
  return (
    <div className={css.state} role="alert">
      <h2>{m.page.failedTitle}</h2>
      <p>{m.page.failedText}</p>
      <div className={css.stateButtons}>
        <Button variant="default" onClick={retry}>
          {m.page.retry}
        </Button>
        <Button onClick={startNew}>{m.list.new}</Button>
      </div>
    </div>
  );
}
