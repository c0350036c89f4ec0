import type { BaseRecord } from '@/api/records';
import type { Values } from './conflict';

// What this page wrote itself, by record: none of it is somebody else's change, however old the
// state was that a later change started from.
interface OwnWrites {
  latest: BaseRecord;
  // By field, and since which version it stands there.
  fields: Map<string, { value: unknown; since: number }>;
}

const own = new Map<string, OwnWrites>();
// The oldest is forgotten beyond so many; the server's version check still stands.
const atMost = 200;

export function remember(written: BaseRecord, fields: readonly string[]): void {
  const known = own.get(written.id)?.fields ?? new Map<string, never>();
  const values = written as unknown as Values;
  const news = fields.map((field) => [field, { value: values[field], since: written.version }]);
  own.delete(written.id);
  own.set(written.id, {
    latest: written,
    fields: new Map([...known, ...(news as [string, { value: unknown; since: number }][])]),
  });
  const [oldest] = own.keys();
  if (own.size > atMost && oldest !== undefined) own.delete(oldest);
}

// A state together with what this page wrote after it, and the record as that left it.
export function caughtUp<R extends BaseRecord>(base: R): { base: R; current: R } {
  const writes = own.get(base.id);
  if (!writes || writes.latest.version <= base.version) return { base, current: base };
  const later = [...writes.fields].filter(([, { since }]) => since > base.version);
  const seen = Object.fromEntries(later.map(([field, { value }]) => [field, value]));
  return { base: { ...base, ...seen }, current: writes.latest as R };
}
