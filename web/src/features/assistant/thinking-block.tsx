import { IconChevronRight } from '@tabler/icons-react';
import { memo, useEffect, useState } from 'react';
import type { ThinkingPart } from './chat/transcript';
import { m } from './messages';
import css from './thinking-block.module.css';

// The model's thoughts, folded; the time goes on while it thinks, even without a word of it.
export const ThinkingBlock = memo(function ThinkingBlock({ part }: { part: ThinkingPart }) {
  const thinking = part.seconds === null;
  const elapsed = useElapsed(part.since ?? null, thinking);
  return (
    <details className={css.block} data-thinking={thinking || undefined}>
      <summary className={css.summary}>
        <span className={css.label}>
          {thinking ? m.thinking.now : m.thinking.done(part.seconds ?? 0)}
        </span>
        {thinking && elapsed > 0 && (
          <span className={css.time} aria-hidden="true">
            {m.thinking.elapsed(elapsed)}
          </span>
        )}
        <IconChevronRight className={css.chevron} size={14} aria-hidden="true" />
      </summary>
      <p className={css.text}>{part.text.trim() || m.thinking.empty}</p>
    </details>
  );
});

function useElapsed(since: number | null, running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return since === null ? 0 : Math.max(0, Math.floor((now - since) / 1000));
}
