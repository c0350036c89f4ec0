import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useChatActions } from './chat-actions';
import { m } from './messages';
import css from './notice-card.module.css';

export type NoticeAction = 'connect' | 'key' | 'retry' | 'model' | 'continue' | 'new' | 'usage';

interface NoticeCardProps {
  tone: 'info' | 'warning' | 'error';
  text: string;
  runId: string;
  actions?: readonly NoticeAction[];
}

// A word beside the answer, with the way on.
export function NoticeCard({ tone, text, runId, actions = [] }: NoticeCardProps) {
  const Icon = tone === 'info' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={css.notice} data-tone={tone} role={tone === 'error' ? 'alert' : undefined}>
      <Icon className={css.icon} size={17} stroke={1.8} aria-hidden="true" />
      <p className={css.text}>{text}</p>
      {actions.length > 0 && (
        <div className={css.actions}>
          {actions.map((action) => (
            <Action key={action} action={action} runId={runId} />
          ))}
        </div>
      )}
    </div>
  );
}

function Action({ action, runId }: { action: NoticeAction; runId: string }) {
  const { say, sayAgain, chooseModel } = useChatActions();
  if (action === 'key' || action === 'connect') {
    return (
      <Link className={css.action} to="/settings" search={{ tab: 'integrations' }}>
        {action === 'key' ? m.notice.addKey : m.notice.connectClaude}
      </Link>
    );
  }
  if (action === 'usage') {
    return (
      <Link className={css.action} to="/settings" search={{ tab: 'usage' }}>
        {m.notice.usage}
      </Link>
    );
  }
  if (action === 'new') {
    return (
      <Link className={css.action} to="/assistant">
        {m.list.new}
      </Link>
    );
  }
  const does = {
    retry: { label: m.notice.retry, run: () => void sayAgain(runId, []) },
    model: { label: m.notice.switchModel, run: chooseModel },
    continue: { label: m.notice.goOn, run: () => say(m.notice.goOnText) },
  }[action];
  return (
    <button type="button" className={css.action} onClick={does.run}>
      {does.label}
    </button>
  );
}
