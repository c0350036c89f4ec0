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

// What a change says to people: without ids, and without what neither was nor is.
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

const innerField = /(^|_)ids?$|^(version|created_at|updated_at)$/;

// Fields that say nothing to people: ids, and what the server keeps by itself.
export const isInnerField = (field: string) => innerField.test(field);

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
