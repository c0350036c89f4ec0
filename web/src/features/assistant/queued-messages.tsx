import { IconX } from '@tabler/icons-react';
import type { QueuedMessage } from './chat/conversation';
import { m } from './messages';
import css from './queued-messages.module.css';

interface QueuedMessagesProps {
  queued: QueuedMessage[];
  // The answer waits for the user: what was written before must not decide by accident.
  held: boolean;
  sendNow: () => void;
  remove: (message: QueuedMessage) => void;
}

export function QueuedMessages({ queued, held, sendNow, remove }: QueuedMessagesProps) {
  if (!queued.length) return null;
  return (
    <ul className={css.queued} aria-label={m.composer.queued}>
      {queued.map((message, index) => (
        <li key={message.clientId}>
          <span className={css.label}>{held ? m.composer.queuedHeld : m.composer.queued}</span>
          <span className={css.text}>{message.text}</span>
          {held && index === 0 && (
            <button type="button" className={css.send} onClick={sendNow}>
              {m.composer.sendNow}
            </button>
          )}
          <button
            type="button"
            className={css.remove}
            aria-label={m.composer.removeQueued}
            title={m.composer.removeQueued}
            onClick={() => remove(message)}
          >
            <IconX size={14} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
