import { describe, expect, it } from 'vitest';
import { announcements } from './announcements';
import { applyEvent } from './chat/events';
import { aRun, approval, finished, started, toolFinished } from './chat/test-events';
import { emptyTranscript } from './chat/transcript';

type Events = Parameters<typeof applyEvent>[1][];
const toldAfter = (...events: Events) =>
  announcements(
    events.reduce((before, event) => applyEvent(before, event, 0), emptyTranscript).entries,
  );
const heardAfter = (...events: Events) => toldAfter(...events).map(({ text }) => text);

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

  it('is the decided call and not once more the card that still waits', () => {
    const event = aRun('run-1');
    const asked = [
      event('run.started', started('Delete both')),
      event('tool.finished', toolFinished('call-1', 'waiting')),
      event('tool.finished', toolFinished('call-2', 'waiting')),
      event('approval.requested', approval('a', 'call-1')),
      event('approval.requested', approval('b', 'call-2')),
      event('run.finished', finished('awaiting_approval')),
    ];
    const decision = { id: 'a', call_id: 'call-1', decision: 'approve', arguments: null } as const;
    const before = new Set(toldAfter(...asked).map(({ key }) => key));
    const after = toldAfter(
      ...asked,
      event('approval.decided', decision),
      event('tool.finished', toolFinished('call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    expect(after.filter(({ key }) => !before.has(key)).map(({ text }) => text)).toEqual([
      'Deleted contact.',
    ]);
  });

  it('is why it failed, and that it did where nothing says why', () => {
    const event = aRun('run-1');
    const begun = event('run.started', started('Hello'));
    const why = event('notice', { code: 'model_failed', text: 'The model is overloaded.' });
    const end = event('run.finished', finished('failed'));
    expect(heardAfter(begun, why, end)).toEqual([
      'Parley is answering.',
      'The model is overloaded.',
    ]);
    const silent = aRun('run-2');
    silent('run.started', started('Hello'));
    expect(
      heardAfter({ ...begun, run_id: 'run-2' }, silent('run.finished', finished('failed'))),
    ).toEqual(['Parley is answering.', 'The answer could not be finished.']);
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
