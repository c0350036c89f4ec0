import { withoutMarkup } from '@/lib/markdown-plain';
import type { Entry, Part, RunEntry } from './chat/transcript';
import { m } from './messages';
import { toneOf } from './notices';

// Nobody wants to hear a page of text before they may go on.
const mostHeard = 600;

// What somebody who listens is told of the last answer, in the order it came. Pieces of text are not:
// the whole is, once it is there.
export function announcements(entries: readonly Entry[]): string[] {
  const run = entries.findLast((entry): entry is RunEntry => entry.kind === 'run');
  if (!run) return [];
  const heard = [m.heard.working, ...run.parts.flatMap(ofPart)];
  if (run.status === 'stopped') heard.push(m.heard.stopped);
  const text = run.status === 'running' ? '' : answered(run);
  return text ? [...heard, m.heard.answered(text)] : heard;
}

function ofPart(part: Part): string[] {
  switch (part.type) {
    case 'tool':
      if (part.status === 'done') return [m.heard.did(part.title, part.record?.name ?? '')];
      return part.status === 'failed' ? [m.heard.failed(part.title)] : [];
    case 'approval':
      return part.status === 'open' ? [m.heard.approval(part.summary || part.title)] : [];
    case 'notice':
      // A failure is an alert where it stands.
      return part.text && toneOf(part.code) !== 'error' ? [part.text] : [];
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
