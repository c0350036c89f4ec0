import { describe, expect, it } from 'vitest';
import { shortDate, timeAgo } from './dates';

const now = new Date(2026, 10, 22, 15, 0, 0);
const at = (...parts: [number, number, number, number?, number?]) =>
  new Date(parts[0], parts[1], parts[2], parts[3] ?? 12, parts[4] ?? 0).toISOString();

describe('timeAgo', () => {
  it('counts minutes and hours on the same day', () => {
    expect(timeAgo(at(2026, 10, 22, 14, 55), now)).toBe('5 minutes ago');
    expect(timeAgo(at(2026, 10, 22, 12, 0), now)).toBe('3 hours ago');
  });

  it('names yesterday even when less than a day has passed', () => {
    expect(timeAgo(at(2026, 10, 21, 23, 0), now)).toBe('yesterday');
  });

  it('gives the date after a week', () => {
    expect(timeAgo(at(2026, 9, 3), now)).toMatch(/Oct/);
  });
});

describe('shortDate', () => {
  it('shows the year only of other years', () => {
    expect(shortDate(at(2026, 2, 4), now)).not.toMatch(/2026/);
    expect(shortDate(at(2024, 2, 4), now)).toMatch(/2024/);
  });

  it('shows the time of today', () => {
    expect(shortDate(at(2026, 10, 22, 9, 5), now)).toMatch(/0?9:05/);
  });
});
