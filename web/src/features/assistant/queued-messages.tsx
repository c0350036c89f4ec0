import { IconX } from '@tabler/icons-react';
import type { QueuedMessage } from './chat/conversation';
import { m } from './messages';
import css from './queued-messages.module.css';

interface QueuedMessagesProps {
  queued: QueuedMessage[];
  // Nothing goes out by itself: what was written before must not decide by accident, nor overtake what failed.
  held: boolean;
  // It is held because the answer asks the user something.
  toDecide: boolean;
  sendNow: () => void;
  remove: (message: QueuedMessage) => void;
}

export function QueuedMessages({ queued, held, toDecide, sendNow, remove }: QueuedMessagesProps) {
  if (!queued.length) return null;
  const reason = toDecide ? m.composer.queuedToDecide : m.composer.queuedHeld;
  return (
    <ul className={css.queued} aria-label={m.composer.queued}>
      {queued.map((message, index) => (
        <li key={message.clientId}>
          <span className={css.label}>{held ? reason : m.composer.queued}</span>
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
