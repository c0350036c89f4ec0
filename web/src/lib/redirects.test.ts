import { expect, it } from 'vitest';
import { safePath } from './redirects';

it('goes back to a path of this page', () => {
  expect(safePath('/contacts?q=ann')).toBe('/contacts?q=ann');
});

it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 42])(
  'never leaves this page for %s',
  (path) => {
    expect(safePath(path)).toBe('/assistant');
  },
);

it('does not return to the sign-in pages', () => {
  expect(safePath('/login?redirect=/contacts')).toBe('/assistant');
  expect(safePath('/register')).toBe('/assistant');
});
