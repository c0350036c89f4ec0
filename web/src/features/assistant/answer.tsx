import { useMemo, useState } from 'react';
import { AssistantMessage } from './assistant-message';
import type { Conversation } from './chat/conversation';
import type { RunEntry } from './chat/transcript';

interface AnswerProps {
  // All answers to one message, the latest last.
  versions: RunEntry[];
  isLast: boolean;
  deciding: Conversation['deciding'];
}

// The latest of the answers, or the one that was looked for. A new one is shown at once.
export function Answer({ versions, isLast, deciding }: AnswerProps) {
  const count = versions.length;
  const [looked, setLooked] = useState<{ at: number; of: number } | null>(null);
  const at = looked?.of === count ? looked.at : count - 1;
  const run = versions[at];
  const way = useMemo(
    () => ({ at, count, show: (next: number) => setLooked({ at: next, of: count }) }),
    [at, count],
  );
  if (!run) return null;
  return (
    <AssistantMessage
      run={run}
      isLast={isLast && at === count - 1}
      deciding={deciding}
      versions={count > 1 ? way : null}
    />
  );
}
