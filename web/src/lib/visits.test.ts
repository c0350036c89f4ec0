import { describe, expect, it } from 'vitest';
import { noteVisit, pageSeenLast, visitBefore } from './visits';

const contact = '/contacts/0190a0b0-0000-7000-8000-000000000001';
const minute = 60_000;

describe('visits', () => {
  it('know the page before the one for feedback', () => {
    noteVisit('/tasks', 0);
    noteVisit('/feedback', 1);
    expect(visitBefore('/feedback')).toBe('/tasks');
  });

  it('know the record or the list that was looked at before the assistant was asked', () => {
    noteVisit(contact, 0);
    noteVisit('/assistant', 1);
    noteVisit('/assistant/0190a0b0-0000-7000-8000-000000000002', 2);
    expect(pageSeenLast(3)).toBe(contact);
    noteVisit('/tasks', 4);
    noteVisit('/assistant', 5);
    expect(pageSeenLast(6)).toBe('/tasks');
  });

  it('forget it after a while, and when something else was looked at since', () => {
    noteVisit(contact, 0);
    expect(pageSeenLast(16 * minute)).toBe('');
    noteVisit('/settings', 1);
    expect(pageSeenLast(2)).toBe('');
  });
});
