import { useState } from 'react';
import { announcements } from './announcements';
import type { Entry } from './chat/transcript';

// Says what happens to those who listen to the page: only what is new, and never what was there when
// the conversation was opened. What is said next takes the place of what was said.
export function Announcer({ entries }: { entries: readonly Entry[] }) {
  const run = entries.findLast((entry) => entry.kind === 'run')?.runId ?? null;
  const all = announcements(entries);
  const [heard, setHeard] = useState({ run, count: all.length, now: '' });
  if (heard.run !== run || heard.count !== all.length) {
    const known = heard.run === run ? heard.count : 0;
    setHeard({ run, count: all.length, now: all.slice(known).join(' ') });
  }
  return (
    <div className="visually-hidden" role="status" aria-atomic="true" data-heard="">
      {heard.now}
    </div>
  );
}
