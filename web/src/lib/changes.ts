export interface FieldDiff {
  field: string;
  before: unknown;
  after: unknown;
}

const bookkeeping = new Set([
  'id',
  'version',
  'created_at',
  'updated_at',
  'organization_id',
  'project_id',
  'owner_id',
  'tasks',
]);

// The fields in which two states of a record differ, bookkeeping left out.
// Either is null where the record did not exist.
export function diff(from: unknown, to: unknown): FieldDiff[] {
  const before = (from ?? {}) as Record<string, unknown>;
  const after = (to ?? {}) as Record<string, unknown>;
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields]
    .filter((field) => !bookkeeping.has(field))
    .map((field) => ({ field, before: before[field], after: after[field] }))
    .filter(({ before: old, after: now }) => !same(old, now));
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

export function isEmpty(value: unknown): boolean {
  return plain(value) === null;
}

// A value as one line of text.
export function asText(value: unknown): string {
  const known = plain(value);
  if (known === null) return '';
  if (typeof known !== 'object') return String(known);
  if (Array.isArray(known)) return known.map(asText).join(', ');
  if ('name' in known && 'id' in known) return String(known.name);
  return Object.entries(known)
    .map(
      ([name, inner]) =>
        `${name}: ${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}`,
    )
    .join(', ');
}

// Absent, null, empty text and an empty object all mean "not set"; key order does not matter.
function plain(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
