import { describe, expect, it } from 'vitest';
import { applyEvent } from './events';
import { applyPage, markUndone, type StoredMessage } from './pages';
import { aRun, finished, started } from './test-events';
import { emptyTranscript, resumePoints, type RunEntry, type UserEntry } from './transcript';

const said = (runId: string, text: string): StoredMessage => ({
  id: `message-${text}`,
  role: 'user',
  run_id: runId,
  text,
  created_at: '2026-11-22T10:00:00.000Z',
});

const answered = (runId: string, text: string, lastSeq: number): StoredMessage => ({
  id: `answer-${runId}`,
  role: 'assistant',
  run_id: runId,
  model: 'builtin',
  status: lastSeq < 4 ? 'running' : 'completed',
  text,
  parts: text ? [{ type: 'text', text }] : [],
  usage: null,
  last_seq: lastSeq,
  created_at: '2026-11-22T10:00:01.000Z',
});

const page = (items: StoredMessage[], next: string | null = null) => ({
  items,
  next_cursor: next,
});

const unsure = (text: string): UserEntry => ({
  kind: 'user',
  key: 'client-1',
  id: null,
  clientId: 'client-1',
  runId: null,
  text,
  createdAt: null,
  replaces: null,
  delivery: 'unsure',
  error: null,
});

describe('a page of stored messages', () => {
  it('is shown oldest first and tells what to resume', () => {
    const transcript = applyPage(
      emptyTranscript,
      page(
        [
          answered('run-2', 'So', 2),
          said('run-2', 'Two'),
          answered('run-1', 'A', 4),
          said('run-1', 'One'),
        ],
        'c',
      ),
      'latest',
      0,
    );
    expect(transcript.entries.map((entry) => entry.key)).toEqual([
      'message-One',
      'run-1',
      'message-Two',
      'run-2',
    ]);
    expect(transcript.older).toBe('c');
    expect(resumePoints(transcript)).toEqual([{ run_id: 'run-2', after: 2 }]);
  });

  it('takes up the events that came while it was on its way', () => {
    const event = aRun('run-1');
    event('run.started', started('One'));
    event('text.delta', { text: 'Good ' });
    const early = event('text.delta', { text: 'day' });
    const waiting = applyEvent(emptyTranscript, early, 0);
    const transcript = applyPage(
      waiting,
      page([answered('run-1', 'Good ', 2), said('run-1', 'One')]),
      'latest',
      0,
    );
    expect(transcript.entries[1]).toMatchObject({
      parts: [{ type: 'text', text: 'Good day' }],
      lastSeq: 3,
      early: [],
    });
  });

  it('never takes back what this page has already seen', () => {
    const event = aRun('run-1');
    const live = [
      event('run.started', started('One')),
      event('text.delta', { text: 'Good day' }),
      event('run.finished', finished()),
    ].reduce((transcript, next) => applyEvent(transcript, next, 0), emptyTranscript);
    const transcript = applyPage(
      live,
      page([answered('run-1', 'Good', 2), said('run-1', 'One')]),
      'latest',
      0,
    );
    expect(transcript.entries).toHaveLength(2);
    expect(transcript.entries[1]).toMatchObject({
      status: 'completed',
      parts: [{ text: 'Good day' }],
    });
  });

  it('goes above what is there when it is older, and a fresh one keeps the older cursor', () => {
    const latest = applyPage(
      emptyTranscript,
      page([said('run-3', 'Three')], 'cursor'),
      'latest',
      0,
    );
    const both = applyPage(latest, page([said('run-1', 'One')], null), 'older', 0);
    expect(both.entries.map((entry) => entry.key)).toEqual(['message-One', 'message-Three']);
    expect(both.older).toBeNull();
    expect(applyPage(latest, page([said('run-3', 'Three')], 'other'), 'latest', 0).older).toBe(
      'cursor',
    );
  });

  it('takes the place of all that is known where it does not reach back to it', () => {
    const old = applyPage(emptyTranscript, page([said('run-1', 'One')], 'a'), 'latest', 0);
    const sent = { ...old, entries: [...old.entries, unsure('Unsent')] };
    const live = applyEvent(sent, aRun('run-4')('run.started', started('Four')), 0);
    const much = [said('run-3', 'Three'), said('run-2', 'Two')];
    const anew = applyPage(live, page(much, 'b'), 'latest', 0);
    expect(anew.entries.map((entry) => (entry.kind === 'user' ? entry.text : entry.runId))).toEqual(
      ['Two', 'Three', 'Four', 'run-4', 'Unsent'],
    );
    expect(anew.older).toBe('b');
    expect(applyPage(old, page(much, null), 'latest', 0).entries).toHaveLength(3);
  });

  it('recognises the message whose fate was unknown', () => {
    const sent = { ...emptyTranscript, entries: [unsure('One')] };
    const transcript = applyPage(sent, page([said('run-1', 'One')]), 'latest', 0);
    expect(transcript.entries).toHaveLength(1);
    expect(transcript.entries[0]).toMatchObject({ key: 'client-1', delivery: 'delivered' });
  });

  it('recognises a refused message that had been taken up all the same', () => {
    const refused: UserEntry = {
      ...unsure('One'),
      delivery: 'failed',
      error: 'No answer in time.',
    };
    const sent = { ...emptyTranscript, entries: [refused] };
    const transcript = applyPage(sent, page([said('run-1', 'One')]), 'latest', 0);
    expect(transcript.entries).toMatchObject([{ key: 'client-1', delivery: 'delivered' }]);
  });

  it('takes what is on its way for the stored message rather than what was refused before', () => {
    const refused: UserEntry = { ...unsure('yes'), key: 'client-0', delivery: 'failed' };
    const sent = { ...emptyTranscript, entries: [refused, unsure('yes')] };
    const transcript = applyPage(sent, page([said('run-1', 'yes')]), 'latest', 0);
    expect(transcript.entries).toMatchObject([
      { key: 'client-1', delivery: 'delivered' },
      { key: 'client-0', delivery: 'failed' },
    ]);
  });

  it('takes no earlier message of the same words for the one whose fate is unknown', () => {
    const known = page([answered('run-2', 'Done', 4), said('run-2', 'yes')], 'c');
    const opened = applyPage(emptyTranscript, known, 'latest', 0);
    const sent = { ...opened, entries: [...opened.entries, unsure('yes')] };
    const older = applyPage(sent, page([said('run-1', 'yes')]), 'older', 0);
    const whole = applyPage(older, page([said('run-0', 'yes')]), 'latest', 0);
    expect(whole.entries.at(-1)).toMatchObject({ key: 'client-1', delivery: 'unsure' });
  });

  it('marks exactly the changes that were undone', () => {
    const event = aRun('run-1');
    const tool = (callId: string) => ({
      call_id: callId,
      tool: 'create_contact',
      title: 'Created contact',
      status: 'done' as const,
      record: null,
      records: [],
      changes: [],
      change_id: `change-${callId}`,
      error: null,
    });
    const transcript = [
      event('run.started', started('Two contacts')),
      event('tool.finished', tool('a')),
      event('tool.finished', tool('b')),
    ].reduce((before, next) => applyEvent(before, next, 0), emptyTranscript);
    const entry = markUndone(transcript, new Set(['change-b'])).entries[1] as RunEntry;
    expect(entry.parts).toMatchObject([{ undone: false }, { undone: true }]);
  });
});
