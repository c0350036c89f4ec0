import { useState } from 'react';
import { announcements } from './announcements';
import type { Entry } from './chat/transcript';

// Says what happens to those who listen to the page: only what is new, and never what was there when
// the conversation was opened. What is said next takes the place of what was said.
export function Announcer({ entries }: { entries: readonly Entry[] }) {
  const run = entries.findLast((entry) => entry.kind === 'run')?.runId ?? null;
  const all = announcements(entries);
  const keys = all.map(({ key }) => key).join('\n');
  const [heard, setHeard] = useState({
    run,
    keys,
    known: new Set(all.map(({ key }) => key)),
    now: '',
  });
  if (heard.run !== run || heard.keys !== keys) {
    const known = heard.run === run ? heard.known : new Set<string>();
    const news = all.filter(({ key }) => !known.has(key));
    setHeard({
      run,
      keys,
      known: new Set([...known, ...news.map(({ key }) => key)]),
      now: news.length > 0 ? news.map(({ text }) => text).join(' ') : heard.now,
    });
  }
  return (
    <div className="visually-hidden" role="status" aria-atomic="true" data-heard="">
      {heard.now}
    </div>
  );
}
