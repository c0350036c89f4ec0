import { expect, it } from 'vitest';
import { invitationIn } from './invitations';

it('finds the secret of an invitation behind the #, with or without it', () => {
  expect(invitationIn('#invitation=abc-_1')).toBe('abc-_1');
  expect(invitationIn('invitation=abc')).toBe('abc');
});

it('finds none where there is none', () => {
  expect(invitationIn('')).toBeNull();
  expect(invitationIn('#invitation=')).toBeNull();
  expect(invitationIn('#main')).toBeNull();
});
