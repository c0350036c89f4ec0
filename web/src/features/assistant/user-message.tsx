import { memo } from 'react';
import { canBeTakenBack } from './chat/delivery';
import type { UserEntry } from './chat/transcript';
import { useChatActions } from './chat-actions';
import { m } from './messages';
import css from './message.module.css';

// What the user said; below it, what became of it, where that is not plain.
export const UserMessage = memo(function UserMessage({ entry }: { entry: UserEntry }) {
  const { sendAgain, takeBack } = useChatActions();
  const state = stateText(entry);
  return (
    <article className={css.user} aria-label={m.you}>
      <div className={css.bubble} data-delivery={entry.delivery} dir="auto">
        {entry.text}
      </div>
      {state && (
        <div className={css.delivery} data-failed={entry.delivery === 'failed' || undefined}>
          <span role="status">{state}</span>
          {entry.delivery === 'failed' && (
            <button type="button" className={css.link} onClick={() => sendAgain(entry)}>
              {m.message.sendAgain}
            </button>
          )}
          {canBeTakenBack(entry) && (
            <button type="button" className={css.link} onClick={() => takeBack(entry)}>
              {m.message.takeBack}
            </button>
          )}
        </div>
      )}
    </article>
  );
});

function stateText({ delivery, error }: UserEntry): string | null {
  if (delivery === 'waiting') return m.message.waiting;
  if (delivery === 'unsure') return m.message.unsure;
  if (delivery !== 'failed') return null;
  if (error === 'stopped') return m.message.stopped;
  return error === 'queue_full' ? m.message.queueFull : `${m.message.failed} ${error ?? ''}`.trim();
}
