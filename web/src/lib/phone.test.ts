import { expect, it } from 'vitest';
import { formatPhone } from './phone';

it('groups a number as its country does', () => {
  expect(formatPhone('+493012345678')).toBe('+49 30 12345678');
  expect(formatPhone('+14155552671')).toBe('+1 415 555 2671');
});

it('leaves alone what it cannot place', () => {
  expect(formatPhone('ext. 42')).toBe('ext. 42');
  expect(formatPhone('030 123456')).toBe('030 123456');
});
