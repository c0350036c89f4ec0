import { expect, it, vi } from 'vitest';
import { randomId } from './random-id';

it('makes an id that is a UUID and another one each time, on plain http too', () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  expect(randomId()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(randomId()).not.toBe(randomId());
});
