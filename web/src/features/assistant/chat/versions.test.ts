import { expect, it } from 'vitest';
import type { RunEvent } from '@/api/run-events';
import { applyEvent } from './events';
import { aRun, approval, finished, started } from './test-events';
import { emptyTranscript, openApprovals, type Transcript } from './transcript';
import { shownEntries } from './versions';

const after = (events: RunEvent[], before: Transcript = emptyTranscript) =>
  events.reduce((transcript, event) => applyEvent(transcript, event, 0), before);

const texts = (transcript: Transcript) =>
  shownEntries(transcript.entries).map(({ entry, versions }) =>
    entry.kind === 'user' ? entry.text : versions.map(({ runId }) => runId).join(' '),
  );

const answered = (runId: string, message: string, replaces?: string) => {
  const event = aRun(runId);
  return [
    event('run.started', { ...started(message), ...(replaces && { replaces }) }),
    event('run.finished', finished()),
  ];
};

it('an answer that was made anew stands once, with those before it', () => {
  const transcript = after([
    ...answered('run-1', 'Hello'),
    ...answered('run-2', 'Where is she?'),
    ...answered('run-3', 'Where is she?', 'run-2'),
    ...answered('run-4', 'Where is she?', 'run-3'),
  ]);
  expect(texts(transcript)).toEqual(['Hello', 'run-1', 'Where is she?', 'run-2 run-3 run-4']);
});

it('the old answer goes when the new one is asked for, and stands again when that is refused', () => {
  const transcript = after(answered('run-1', 'Hello'));
  const asked = (delivery: 'sending' | 'failed'): Transcript => ({
    ...transcript,
    entries: [
      ...transcript.entries,
      {
        kind: 'user',
        key: 'client-1',
        id: null,
        clientId: 'client-1',
        runId: null,
        text: 'Hello again',
        createdAt: null,
        replaces: 'run-1',
        delivery,
        error: null,
      },
    ],
  });
  expect(texts(asked('sending'))).toEqual(['Hello again']);
  expect(texts(asked('failed'))).toEqual(['Hello', 'run-1', 'Hello again']);
});

it('an answer of which an older page has not come yet stands alone', () => {
  expect(texts(after(answered('run-2', 'Hello', 'run-1')))).toEqual(['Hello', 'run-2']);
});

it('nothing of an answer that was set aside waits for a decision', () => {
  const event = aRun('run-1');
  const waiting = after([
    event('run.started', started('Delete Ada')),
    event('approval.requested', approval('a', 'call-1')),
    event('run.finished', finished('awaiting_approval')),
  ]);
  expect(openApprovals(waiting)).toHaveLength(1);
  expect(openApprovals(after(answered('run-2', 'Delete Ada', 'run-1'), waiting))).toEqual([]);
});
