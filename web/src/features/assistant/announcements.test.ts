import { describe, expect, it } from 'vitest';
import { announcements } from './announcements';
import { applyEvent } from './chat/events';
import { aRun, approval, finished, started, toolFinished } from './chat/test-events';
import { emptyTranscript } from './chat/transcript';

const heardAfter = (...events: Parameters<typeof applyEvent>[1][]) =>
  announcements(
    events.reduce((before, event) => applyEvent(before, event, 0), emptyTranscript).entries,
  );

describe('what is heard of an answer', () => {
  it('is that it began, each thing done, and the whole text at the end', () => {
    const event = aRun('run-1');
    const begun = event('run.started', started('Hello'));
    const piece = event('text.delta', { text: 'Let me **see**.' });
    const tool = event('tool.finished', toolFinished('call-1'));
    const rest = event('text.delta', { text: 'Good **day**, [Ada](/contacts/1)' });
    const end = event('run.finished', finished());
    expect(heardAfter(begun, piece)).toEqual(['Parley is answering.']);
    expect(heardAfter(begun, piece, tool)).toEqual(['Parley is answering.', 'Deleted contact.']);
    expect(heardAfter(begun, piece, tool, rest)).toHaveLength(2);
    expect(heardAfter(begun, piece, tool, rest, end)).toEqual([
      'Parley is answering.',
      'Deleted contact.',
      'Parley answered: Let me see. Good day, Ada',
    ]);
  });

  it('is what waits for a decision', () => {
    const event = aRun('run-1');
    const heard = heardAfter(
      event('run.started', started('Delete Ada')),
      event('approval.requested', approval('a', 'call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    expect(heard).toEqual(['Parley is answering.', 'Waiting for your approval: Delete contact.']);
  });

  it('is not more than somebody wants to hear at once', () => {
    const event = aRun('run-1');
    const heard = heardAfter(
      event('run.started', started('Hello')),
      event('text.delta', { text: 'long '.repeat(1_000) }),
      event('run.finished', finished()),
    );
    expect(heard.at(-1)?.length).toBeLessThan(700);
    expect(heard.at(-1)).toContain('The rest stands in the conversation.');
  });
});
