import type { Entry, RunEntry } from './transcript';

// What stands in the transcript: an entry, and of an answer all that was made for its message.
export interface Shown {
  entry: Entry;
  // Oldest first, the entry itself last; empty for what the user said.
  versions: RunEntry[];
}

// The entries without answers that were set aside for others, and the messages that began them.
export function shownEntries(entries: Entry[]): Shown[] {
  const runs = new Map<string, RunEntry>();
  const replaced = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'run') runs.set(entry.runId, entry);
    const gives = entry.kind === 'run' || entry.delivery !== 'failed' ? entry.replaces : null;
    if (gives !== null) replaced.add(gives);
  }
  return entries.flatMap((entry): Shown[] => {
    if (entry.runId !== null && replaced.has(entry.runId)) return [];
    return [{ entry, versions: entry.kind === 'run' ? versionsOf(entry, runs) : [] }];
  });
}

function versionsOf(run: RunEntry, runs: ReadonlyMap<string, RunEntry>): RunEntry[] {
  const versions = [run];
  for (let before = run.replaces; before !== null;) {
    const found = runs.get(before);
    if (!found) break;
    versions.unshift(found);
    before = found.replaces;
  }
  return versions;
}
