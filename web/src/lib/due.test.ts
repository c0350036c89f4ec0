import { describe, expect, it } from 'vitest';
import { askedOf, dayText, dueGroupOf, dueState, mondayOf, today } from './due';

const now = '2026-11-25'; // a Wednesday
const open = ['todo', 'in_progress'];

it('knows the day by the clock on the wall', () => {
  expect(today(new Date(2026, 10, 25, 0, 5))).toBe('2026-11-25');
  expect(today(new Date(2026, 10, 25, 23, 55))).toBe('2026-11-25');
});

it('tells late work from work that is due, and calls nothing late that is finished', () => {
  expect(dueState('2026-11-24', false, now)).toBe('overdue');
  expect(dueState('2026-11-24', true, now)).toBe('later');
  expect(dueState(now, false, now)).toBe('today');
  expect(dueState('2026-12-01', false, now)).toBe('soon');
  expect(dueState('2026-12-02', false, now)).toBe('later');
});

it('says a day as one would', () => {
  expect(dayText('2026-11-24', now)).toBe('Yesterday');
  expect(dayText('2026-11-26', now)).toBe('Tomorrow');
  expect(dayText('2026-11-27', now)).toMatch(/^Fri/);
  expect(dayText('2027-01-02', now)).toMatch(/2027/);
});

it('begins the week on Monday, on a Sunday too', () => {
  expect(mondayOf(now)).toBe('2026-11-23');
  expect(mondayOf('2026-11-29')).toBe('2026-11-23');
});

it('parts a list by day', () => {
  const parts = ['2026-11-24', now, '2026-11-29', '2026-11-30', '2026-12-07', null];
  expect(parts.map((day) => dueGroupOf(day, now))).toEqual([
    'earlier',
    'today',
    'this_week',
    'next_week',
    'later',
    'none',
  ]);
});

describe('what a span asks the server', () => {
  const asked = (filters: Record<string, string>) => askedOf(filters, open, now);

  it('is nothing more where there is none', () => {
    expect(asked({ status: 'done' })).toEqual({ status: 'done' });
  });

  it('is open work before today', () => {
    expect(asked({ due: 'overdue', assignee_id: 'me' })).toEqual({
      assignee_id: 'me',
      status: 'todo,in_progress',
      due_before: now,
    });
  });

  it('narrows by the status asked for as well', () => {
    expect(asked({ due: 'overdue', status: 'todo,done' }).status).toBe('todo');
    expect(asked({ due: 'overdue', status: 'done' }).due_before).toBe('0001-01-01');
  });

  it('holds Monday to Sunday', () => {
    const week = { due_after: '2026-11-22', due_before: '2026-11-30' };
    expect(asked({ due: 'this_week' })).toEqual(week);
    const next = { due_after: '2026-11-29', due_before: '2026-12-07' };
    expect(asked({ due: 'next_week' })).toEqual(next);
  });

  it('finds what has no day', () => {
    expect(asked({ due: 'none' })).toEqual({ due_date: '' });
  });
});
