import { expect, it } from 'vitest';
import { deviceOf } from './devices';

it('knows the usual browsers and systems', () => {
  expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36')).toEqual({
    browser: 'Chrome',
    system: 'Linux',
  });
  expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1')).toEqual({
    browser: 'Safari',
    system: 'iOS',
  });
});

it('admits what it does not know', () => {
  expect(deviceOf('Toaster/1.0')).toEqual({ browser: null, system: null });
});
