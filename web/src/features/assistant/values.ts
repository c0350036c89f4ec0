import type { FieldChange, Json } from '@/api/run-events';
import { wordOf } from '@/lib/work';
import { fieldLabel, m } from './messages';

// A field's value as people read it; null where there is none.
export function readableValue(field: string, value: Json | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? m.yes : m.no;
  if (typeof value !== 'object') return wordOf(field, String(value));
  if (Array.isArray(value)) {
    return value.length ? value.map((item) => readableValue(field, item) ?? '').join(', ') : null;
  }
  if (typeof value['name'] === 'string') return value['name'];
  const pairs = Object.entries(value);
  if (!pairs.length) return null;
  return pairs
    .map(([key, item]) => `${fieldLabel(key)}: ${readableValue(key, item) ?? '–'}`)
    .join(', ');
}

export interface ReadableChange {
  field: string;
  before: string | null;
  after: string | null;
}

// What a change says to people: without what is the server's own, and what neither was nor is.
export function readableChanges(changes: readonly FieldChange[]): ReadableChange[] {
  return changes
    .filter(({ field }) => !isInnerField(field))
    .map(({ field, before, after }) => ({
      field,
      before: readableValue(field, before),
      after: readableValue(field, after),
    }))
    .filter(({ before, after }) => before !== null || after !== null);
}

const innerField = /^(id|version|owner_id|created_at|updated_at)$/;

// Fields that say nothing to people: of which record it is, and what the server keeps by itself.
export const isInnerField = (field: string) => innerField.test(field);

const recordId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// The ids of the records that an argument refers to, given as ids or as read; null: it is a value of its own.
function referredIds(value: Json | undefined): string[] | null {
  if (typeof value === 'string') return recordId.test(value) ? [value] : null;
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return referredIds(value['id']);
  const ids = value.map(referredIds);
  return ids.includes(null) ? null : ids.flatMap((some) => some ?? []);
}

const reference = /_ids?$/;

// Arguments that people can change in words: what refers to other records cannot be, set or not.
export const isEditable = (field: string, value: Json | undefined) =>
  !isInnerField(field) && !reference.test(field) && referredIds(value) === null;

// The records that an argument refers to, by the names that the changes tell; an id that has none stays as it is.
// Null: it is a value of its own.
export function referenceText(
  value: Json | undefined,
  changes: readonly FieldChange[],
): string | null {
  const names = namesIn(changes.flatMap(({ before, after }) => [before, after]));
  const ids = referredIds(value);
  return ids && ids.map((id) => names.get(id) ?? id).join(', ');
}

function namesIn(value: Json): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map();
  const names = new Map(Object.values(value).flatMap((item) => [...namesIn(item)]));
  if (Array.isArray(value)) return names;
  const { id, name } = value;
  return typeof id === 'string' && typeof name === 'string' ? names.set(id, name) : names;
}

const recordPages: Record<string, string> = {
  contact: '/contacts',
  organization: '/organizations',
  project: '/projects',
  task: '/tasks',
};

// The page of a record, or null for kinds without one.
export function recordPath(type: string, id: string): string | null {
  const page = recordPages[type];
  return page ? `${page}/${id}` : null;
}
