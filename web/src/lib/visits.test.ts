import { describe, expect, it } from 'vitest';
import { noteVisit, recordSeenLast, visitBefore } from './visits';

const contact = '/contacts/0190a0b0-0000-7000-8000-000000000001';
const minute = 60_000;

describe('visits', () => {
  it('know the page before the one for feedback', () => {
    noteVisit('/tasks', 0);
    noteVisit('/feedback', 1);
    expect(visitBefore('/feedback')).toBe('/tasks');
  });

  it('know the record that was looked at before the assistant was asked', () => {
    noteVisit(contact, 0);
    noteVisit('/assistant', 1);
    noteVisit('/assistant/0190a0b0-0000-7000-8000-000000000002', 2);
    expect(recordSeenLast(3)).toBe(contact);
  });

  it('forget the record after a while, and when a list was looked at since', () => {
    noteVisit(contact, 0);
    expect(recordSeenLast(16 * minute)).toBe('');
    noteVisit('/contacts', 1);
    expect(recordSeenLast(2)).toBe('');
  });
});
