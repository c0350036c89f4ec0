import { describe, expect, it } from 'vitest';
import { firstName, initials, tintOf } from './names';

describe('initials', () => {
  it('takes the first and the last word', () => {
    expect(initials('Maya Sofia Lindqvist')).toBe('ML');
    expect(initials('Plato')).toBe('P');
  });

  it('reads any script and skips punctuation', () => {
    expect(initials('łukasz ó Briain')).toBe('ŁB');
    expect(initials('田中 花子')).toBe('田花');
    expect(initials('“Acme” (Holding)')).toBe('AH');
  });

  it('shows the emoji of a name that is nothing else', () => {
    expect(initials('🚀')).toBe('🚀');
    expect(initials(' 👩‍🚀 🌍')).toBe('👩‍🚀');
    expect(initials('🚀 Rocket')).toBe('R');
  });

  it('leaves titles out', () => {
    expect(initials('Dr. Ada Park')).toBe('AP');
  });

  it('is empty for no name', () => {
    expect(initials('  ')).toBe('');
  });
});

it('calls people by their first name, and not by a title', () => {
  expect(firstName('  Maya  Lindqvist ')).toBe('Maya');
  expect(firstName('王芳')).toBe('王芳');
  expect(firstName('Dr. Ada Park')).toBe('Ada');
  expect(firstName('Ms')).toBe('Ms');
});

it('gives a name the same colour every time', () => {
  expect(tintOf('Granite Bank')).toBe(tintOf('Granite Bank'));
});
