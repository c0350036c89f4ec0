import { beforeEach, describe, expect, it } from 'vitest';
import { greetings, nextGreeting, pickGreeting } from './greeting';

const at = (day: number, hour: number) => new Date(2026, 10, 15 + day, hour);

describe('the greeting', () => {
  beforeEach(() => localStorage.clear());

  it('has many forms, each with a number of its own', () => {
    expect(greetings.length).toBeGreaterThanOrEqual(24);
    expect(new Set(greetings.map(({ id }) => id)).size).toBe(greetings.length);
    expect(new Set(greetings.map(({ text }) => text('Maya'))).size).toBe(greetings.length);
  });

  it('always names the user', () => {
    for (const { text } of greetings) expect(text('Maya')).toContain('Maya');
  });

  it('is never the same twice running', () => {
    let last = '';
    for (let login = 0; login < 300; login += 1) {
      const { id } = nextGreeting(at(login % 7, login % 24));
      expect(id).not.toBe(last);
      last = id;
    }
  });

  it('fits the hour and the day', () => {
    const possible = (time: Date) =>
      greetings
        .map((_, index) => pickGreeting(time, null, () => index / greetings.length))
        .map(({ text }) => text('Maya'));
    expect(possible(at(1, 8))).not.toContain('Good evening, Maya');
    expect(possible(at(1, 20))).not.toContain('Good morning, Maya');
    expect(possible(at(1, 9))).not.toContain('Happy Friday, Maya');
  });

  it('remembers nothing personal', () => {
    const { id } = nextGreeting(at(1, 9));
    expect(Object.values({ ...localStorage })).toEqual([id]);
    expect(id).toMatch(/^[a-z]\d+$/);
  });
});
