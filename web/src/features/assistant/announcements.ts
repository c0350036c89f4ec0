import { withoutMarkup } from '@/lib/markdown-plain';
import type { Entry, Part, RunEntry } from './chat/transcript';
import { m } from './messages';
import { endingOf } from './notices';

// Nobody wants to hear a page of text before they may go on.
const mostHeard = 600;

// Something to be said once: under the same key it is the same news.
export interface Announcement {
  key: string;
  text: string;
}

// What somebody who listens is told of the last answer, in the order it came. Pieces of text are not:
// the whole is, once it is there.
export function announcements(entries: readonly Entry[]): Announcement[] {
  const run = entries.findLast((entry): entry is RunEntry => entry.kind === 'run');
  if (!run) return [];
  const heard = [{ key: 'working', text: m.heard.working }, ...run.parts.flatMap(ofPart)];
  if (run.status === 'stopped') heard.push({ key: 'stopped', text: m.heard.stopped });
  const text = run.status === 'running' ? '' : answered(run);
  if (text) heard.push({ key: `answered ${text}`, text: m.heard.answered(text) });
  const ending = endingOf(run, true);
  if (ending) heard.push({ key: `ended ${run.status}`, text: ending.text });
  return heard;
}

function ofPart(part: Part, place: number): Announcement[] {
  switch (part.type) {
    case 'tool': {
      const key = `${part.status} ${part.call_id}`;
      if (part.status === 'done') {
        return [{ key, text: m.heard.did(part.title, part.record?.name ?? '') }];
      }
      return part.status === 'failed' ? [{ key, text: m.heard.failed(part.title) }] : [];
    }
    case 'approval':
      return part.status === 'open'
        ? [{ key: `open ${part.id}`, text: m.heard.approval(part.summary || part.title) }]
        : [];
    case 'notice':
      return part.text ? [{ key: `notice ${place} ${part.text}`, text: part.text }] : [];
    default:
      return [];
  }
}

function answered(run: RunEntry): string {
  const said = run.parts.flatMap((part) => {
    if (part.type === 'text') return [part.text];
    if (part.type !== 'question') return [];
    return [part.text, ...part.options.map(({ label }) => label)];
  });
  const text = withoutMarkup(said.join('\n')).replace(/\s+/g, ' ').trim();
  return text.length > mostHeard ? text.slice(0, mostHeard) + m.heard.more : text;
}
