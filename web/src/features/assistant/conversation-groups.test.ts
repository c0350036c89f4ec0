import { describe, expect, it } from 'vitest';
import { groupByAge } from './conversation-groups';

const now = new Date(2026, 10, 22, 9, 30);
const row = (id: string, ...time: [number, number, number, number]) => ({
  id,
  updated_at: new Date(...time).toISOString(),
});

describe('the conversations', () => {
  it('are grouped by calendar days, and empty groups are left out', () => {
    const groups = groupByAge(
      [
        row('just now', 2026, 10, 22, 9),
        row('last night', 2026, 10, 21, 23),
        row('a week ago', 2026, 10, 15, 12),
        row('long ago', 2025, 1, 1, 12),
      ],
      now,
    );
    expect(groups.map(({ label, items }) => [label, items.map(({ id }) => id)])).toEqual([
      ['Today', ['just now']],
      ['Yesterday', ['last night']],
      ['Previous 7 days', ['a week ago']],
      ['Older', ['long ago']],
    ]);
    expect(groupByAge([row('x', 2026, 10, 22, 1)], now)).toHaveLength(1);
  });
});
