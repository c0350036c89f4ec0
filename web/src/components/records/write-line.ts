import { queryClient } from '@/api/query-client';
import { type BaseRecord, cachedRecord, putRecord, type RecordKey } from '@/api/records';
import type { Values } from './conflict';

// The writes of one record that are under way, each after the other: the next one sends the version
// that came back from the one before, so that nobody runs into a conflict with themselves.
interface Line {
  tail: Promise<unknown>;
  // As the server has it; what is under way is shown laid over it.
  settled: BaseRecord;
  waiting: Values[];
}

const lines = new Map<string, Line>();

export function isBeingWritten(key: RecordKey, id: string): boolean {
  return lines.has(nameOf(key, id));
}

// Shows the changes at once and runs `write` when those before it are done. What it answers is the
// record as it is now; where it throws, what was shown is taken back.
export async function inLine<R extends BaseRecord>(
  key: RecordKey,
  base: R,
  changes: Values,
  write: () => Promise<R | null>,
): Promise<R | null> {
  const line = lines.get(nameOf(key, base.id)) ?? newLine(key, base);
  line.waiting.push(changes);
  show(key, line);
  const turn = line.tail.then(write);
  line.tail = turn.catch(() => undefined);
  try {
    const written = await turn;
    if (written) line.settled = written;
    return written;
  } finally {
    line.waiting.splice(line.waiting.indexOf(changes), 1);
    show(key, line);
    if (line.waiting.length === 0) lines.delete(nameOf(key, base.id));
  }
}

// What somebody else made of the record meanwhile.
export function settle(key: RecordKey, theirs: BaseRecord): void {
  const line = lines.get(nameOf(key, theirs.id));
  if (line) line.settled = theirs;
}

function newLine(key: RecordKey, base: BaseRecord): Line {
  const settled = cachedRecord(queryClient, key, base.id) ?? base;
  const line: Line = { tail: Promise.resolve(), settled, waiting: [] };
  lines.set(nameOf(key, base.id), line);
  // An older state that is on its way here would show for a moment.
  void queryClient.cancelQueries({ queryKey: [key] });
  return line;
}

function show(key: RecordKey, { settled, waiting }: Line): void {
  putRecord(queryClient, key, Object.assign({}, settled, ...waiting) as BaseRecord);
}

const nameOf = (key: RecordKey, id: string) => `${key} ${id}`;
