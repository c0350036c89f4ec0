import { describe, expect, it } from 'vitest';
import { answerLink } from './markdown-links';

const origin = 'https://parley.example';
const kind = (href: string | undefined) => answerLink(href, origin).kind;

describe('a link in an answer', () => {
  it('leads to pages of this application', () => {
    expect(answerLink('/contacts/0199-a', origin)).toEqual({
      kind: 'page',
      path: '/contacts/0199-a',
      search: {},
    });
    expect(answerLink('/settings?tab=integrations', origin)).toMatchObject({
      search: { tab: 'integrations' },
    });
    expect(kind(`${origin}/organizations/1`)).toBe('page');
  });

  it('leads outside with its host named', () => {
    expect(answerLink('https://example.org/a', origin)).toEqual({
      kind: 'outside',
      href: 'https://example.org/a',
      host: 'example.org',
    });
    expect(kind('mailto:ada@example.org')).toBe('outside');
    expect(kind('tel:+4670123')).toBe('outside');
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://parley.example/1',
    'file:///etc/passwd',
    'https://user:secret@example.org/',
    '/api/auth/logout',
    '/contacts/1/../../api/me',
    'contacts/1',
    '#top',
    '',
    undefined,
  ])('goes nowhere for %s', (href) => {
    expect(kind(href)).toBe('none');
  });

  it('takes an address without a scheme for what it is: another host', () => {
    expect(answerLink('//example.org/contacts', origin)).toMatchObject({
      kind: 'outside',
      host: 'example.org',
    });
  });
});
