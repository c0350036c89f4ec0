import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { KeyHolder } from '@/api/models';
import { useRunsWorkspace } from '@/api/session';
import { useChatActions } from './chat-actions';
import { m } from './messages';
import css from './notice-card.module.css';

export type NoticeAction = 'connect' | 'key' | 'retry' | 'model' | 'continue' | 'new' | 'usage';

interface NoticeCardProps {
  tone: 'info' | 'warning' | 'error';
  text: string;
  runId: string;
  actions?: readonly NoticeAction[];
  // Whose key is at fault, where one is.
  holder?: KeyHolder;
}

// A word beside the answer, with the way on.
export function NoticeCard(props: NoticeCardProps) {
  const { tone, text, runId, actions = [], holder = 'workspace' } = props;
  const Icon = tone === 'info' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={css.notice} data-tone={tone} role="note">
      <Icon className={css.icon} size={17} stroke={1.8} aria-hidden="true" />
      <p className={css.text}>{text}</p>
      {actions.length > 0 && (
        <div className={css.actions}>
          {actions.map((action) => (
            <Action key={action} action={action} runId={runId} holder={holder} />
          ))}
        </div>
      )}
    </div>
  );
}

interface ActionProps {
  action: NoticeAction;
  runId: string;
  holder: KeyHolder;
}

function Action({ action, runId, holder }: ActionProps) {
  const { say, sayAgain, chooseModel } = useChatActions();
  const runs = useRunsWorkspace();
  if (action === 'key' || action === 'connect') {
    return (
      <Link className={css.action} to="/settings" search={{ tab: 'models' }}>
        {action === 'key' ? keyAction(holder, runs) : m.notice.connectClaude}
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

// Only its owner can mend a key; everybody can have one of their own.
function keyAction(holder: KeyHolder, runsWorkspace: boolean): string {
  if (holder === 'own') return m.notice.replaceOwnKey;
  if (!runsWorkspace) return m.notice.addOwnKey;
  return holder === 'workspace' ? m.notice.replaceKey : m.notice.addKey;
}
