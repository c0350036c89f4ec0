import { expect, it, vi } from 'vitest';
import { keyOf, settle } from './idempotency';

it('gives a request the same key until its outcome is known', () => {
  const key = keyOf('/api/contacts {"name":"Ada"}');
  expect(keyOf('/api/contacts {"name":"Ada"}')).toBe(key);
  expect(keyOf('/api/contacts {"name":"Grace"}')).not.toBe(key);
  settle('/api/contacts {"name":"Ada"}');
  expect(keyOf('/api/contacts {"name":"Ada"}')).not.toBe(key);
});

it('forgets what was given up long ago', () => {
  const key = keyOf('first');
  for (let index = 0; index < 100; index += 1) keyOf(`other ${index}`);
  expect(keyOf('first')).not.toBe(key);
});

it('has a key on plain http too, where the browser makes no UUIDs', () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  expect(keyOf('over plain http')).toMatch(/^[\da-f-]{36}$/);
});
