import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@/api/run-events';
import { applyEarly, applyEvent } from './events';
import { approval, aRun, finished, said, started, toolFinished } from './test-events';
import {
  emptyTranscript,
  gaps,
  isBusy,
  openApprovals,
  resumePoints,
  type RunEntry,
  type Transcript,
} from './transcript';

const play = (events: RunEvent[], from: Transcript = emptyTranscript) =>
  events.reduce((transcript, event) => applyEvent(transcript, event, 1_000), from);

const run = (transcript: Transcript) =>
  transcript.entries.find((entry): entry is RunEntry => entry.kind === 'run') as RunEntry;

const greeted = () => {
  const event = aRun('run-1');
  return [
    event('run.started', started('Hello')),
    event('text.delta', { text: 'Good ' }),
    event('text.delta', { text: 'day' }),
    event('run.finished', finished()),
  ];
};

describe('the events of a run', () => {
  it('become the message and its answer', () => {
    const transcript = play(greeted());
    expect(transcript.entries.map((entry) => entry.kind)).toEqual(['user', 'run']);
    expect(run(transcript).parts).toMatchObject([{ type: 'text', text: 'Good day' }]);
    expect(run(transcript).status).toBe('completed');
  });

  it('change nothing when they come again', () => {
    const once = play(greeted());
    expect(play(greeted(), once)).toBe(once);
  });

  it('make the same transcript in whatever order they come', () => {
    const [first, second, third, fourth] = greeted() as [RunEvent, RunEvent, RunEvent, RunEvent];
    const expected = play(greeted()).entries;
    expect(play([first, third, fourth, second]).entries).toEqual(expected);
    expect(play([fourth, third, second, first]).entries).toEqual(expected);
  });

  it('wait for a missing one, which is asked for', () => {
    const [first, , third] = greeted() as [RunEvent, RunEvent, RunEvent, RunEvent];
    const transcript = play([first, third]);
    expect(run(transcript).parts).toEqual([]);
    expect(gaps(transcript)).toEqual([{ run_id: 'run-1', after: 1 }]);
  });

  it('are shown without a missing one when it never comes', () => {
    const [first, , third, fourth] = greeted() as [RunEvent, RunEvent, RunEvent, RunEvent];
    const transcript = applyEarly(play([first, third, fourth]), 'run-1', 1_000);
    expect(run(transcript).parts).toMatchObject([{ type: 'text', text: 'day' }]);
    expect(run(transcript).status).toBe('completed');
    expect(gaps(transcript)).toEqual([]);
  });

  it('name the place to resume from until the run is over', () => {
    const [first, second, third, fourth] = greeted() as [RunEvent, RunEvent, RunEvent, RunEvent];
    const running = play([first, second]);
    expect(isBusy(running)).toBe(true);
    expect(resumePoints(running)).toEqual([{ run_id: 'run-1', after: 2 }]);
    expect(resumePoints(play([third, fourth], running))).toEqual([]);
  });

  it('match the message this page sent by its client id, and add the one another tab sent', () => {
    const mine: Transcript = {
      ...emptyTranscript,
      entries: [said()],
    };
    const here = play([aRun('run-1')('run.started', started('Hello', 'client-1'))], mine);
    expect(here.entries.map((entry) => entry.key)).toEqual(['client-1', 'run-1']);
    expect(here.entries[0]).toMatchObject({ delivery: 'delivered', runId: 'run-1' });

    const other = play([aRun('run-2')('run.started', started('From afar', 'client-9'))], here);
    expect(other.entries.map((entry) => entry.kind)).toEqual(['user', 'run', 'user', 'run']);
  });

  it('keep two runs apart and in the order of their ids', () => {
    const later = aRun('run-2');
    const earlier = aRun('run-1');
    const transcript = play([
      later('run.started', started('Second')),
      earlier('run.started', started('First')),
      later('text.delta', { text: 'b' }),
      earlier('text.delta', { text: 'a' }),
    ]);
    const texts = transcript.entries.map((entry) =>
      entry.kind === 'user' ? entry.text : (entry.parts[0] as { text: string }).text,
    );
    expect(texts).toEqual(['First', 'a', 'Second', 'b']);
  });

  it('time the thinking and end it with what follows', () => {
    const event = aRun('run-1');
    const thinking = applyEvent(
      play([event('run.started', started('Hm'))]),
      event('thinking.delta', { text: 'Let me see' }),
      10_000,
    );
    expect(run(thinking).parts).toMatchObject([
      { type: 'thinking', text: 'Let me see', seconds: null, since: 10_000 },
    ]);
    const answered = applyEvent(thinking, event('text.delta', { text: 'Yes' }), 14_200);
    expect(run(answered).parts[0]).toMatchObject({ seconds: 4 });
  });

  it('carry a call through approval to its end', () => {
    const event = aRun('run-1');
    const asked = play([
      event('run.started', started('Delete Ada')),
      event('tool.started', {
        call_id: 'call-1',
        tool: 'delete_contact',
        title: 'Delete contact',
        arguments: { id: 'c1' },
      }),
      event('tool.finished', toolFinished('call-1', 'waiting')),
      event('approval.requested', approval('approval-1', 'call-1')),
      event('run.finished', finished('awaiting_approval')),
    ]);
    expect(openApprovals(asked)).toHaveLength(1);
    expect(isBusy(asked)).toBe(false);
    expect(resumePoints(asked)).toEqual([{ run_id: 'run-1', after: 5 }]);

    const decided = play(
      [
        event('approval.decided', {
          id: 'approval-1',
          call_id: 'call-1',
          decision: 'approve',
          arguments: null,
        }),
      ],
      asked,
    );
    expect(openApprovals(decided)).toHaveLength(0);
    expect(isBusy(decided)).toBe(true);

    const done = play(
      [event('tool.finished', toolFinished('call-1')), event('run.finished', finished())],
      decided,
    );
    expect(run(done).parts).toMatchObject([
      { type: 'tool', status: 'done', change_id: 'change-call-1' },
      { type: 'approval', status: 'approved' },
    ]);
  });

  it('take back what a retry voids, and nothing before it', () => {
    const event = aRun('run-1');
    const transcript = play([
      event('run.started', started('Hello')),
      event('text.delta', { text: 'Kept. ' }),
      event('text.delta', { text: 'Half an ans' }),
      event('thinking.delta', { text: 'Hm' }),
      event('notice', { code: 'retrying', text: 'Once more', void_after: 2 }),
      event('text.delta', { text: 'Whole.' }),
    ]);
    expect(run(transcript).parts).toMatchObject([
      { type: 'text', text: 'Kept. ' },
      { type: 'notice' },
      { type: 'text', text: 'Whole.' },
    ]);
  });

  it('name the model that answers in the place of another, and take back its tries', () => {
    const event = aRun('run-1');
    const transcript = play([
      event('run.started', started('Hello')),
      event('notice', { code: 'retrying', text: 'Once more', void_after: 1 }),
      event('thinking.delta', { text: 'Hm' }),
      event('notice', {
        code: 'fallback_model',
        text: 'Claude is overloaded just now, so Terra answers in its place.',
        void_after: 1,
        model: 'gpt-6.1-terra',
        model_name: 'Terra',
      }),
      event('text.delta', { text: 'Hello.' }),
    ]);
    expect(run(transcript)).toMatchObject({ model: 'gpt-6.1-terra', modelName: 'Terra' });
    expect(run(transcript).parts).toMatchObject([
      { type: 'notice', code: 'fallback_model' },
      { type: 'text', text: 'Hello.' },
    ]);
    expect(run(transcript).parts).toHaveLength(2);
  });

  it('tell what became of the calls of a run that died, whatever number its end had', () => {
    const event = aRun('run-1');
    const before = [
      event('run.started', started('Delete Ada')),
      event('tool.finished', toolFinished('call-1', 'waiting')),
      event('approval.requested', approval('approval-1', 'call-1')),
    ];
    const end = event('run.finished', finished('interrupted'));
    const decided = event('approval.decided', {
      id: 'approval-1',
      call_id: 'call-1',
      decision: 'deny',
      arguments: null,
    });
    const transcript = play([...before, end, { ...decided, seq: end.seq }]);
    expect(run(transcript).parts).toMatchObject([{ status: 'denied' }, { status: 'denied' }]);
  });

  it('leave an expired approval behind without waking its run', () => {
    const event = aRun('run-1');
    const transcript = play([
      event('run.started', started('Delete Ada')),
      event('tool.finished', toolFinished('call-1', 'waiting')),
      event('approval.requested', approval('approval-1', 'call-1')),
      event('run.finished', finished('awaiting_approval')),
      event('approval.decided', {
        id: 'approval-1',
        call_id: 'call-1',
        decision: 'expired',
        arguments: null,
      }),
      event('tool.finished', toolFinished('call-1', 'denied')),
    ]);
    expect(isBusy(transcript)).toBe(false);
    expect(openApprovals(transcript)).toEqual([]);
    expect(run(transcript).parts).toMatchObject([{ status: 'denied' }, { status: 'expired' }]);
  });

  it('wake no run that a message decided in going on', () => {
    const event = aRun('run-1');
    const transcript = play([
      event('run.started', started('Delete Ada')),
      event('tool.finished', toolFinished('call-1', 'waiting')),
      event('approval.requested', approval('approval-1', 'call-1')),
      event('run.finished', finished('awaiting_approval')),
      aRun('run-2')('run.started', started('yes')),
      event('approval.decided', {
        id: 'approval-1',
        call_id: 'call-1',
        decision: 'approve',
        arguments: null,
      }),
      event('tool.finished', toolFinished('call-1')),
    ]);
    expect(run(transcript).status).toBe('awaiting_approval');
    expect(run(transcript).parts).toMatchObject([{ status: 'done' }, { status: 'approved' }]);
  });

  it('do not say a failure twice', () => {
    const event = aRun('run-1');
    const transcript = play([
      event('run.started', started('Hello')),
      event('notice', { code: 'model_failed', text: 'Nobody answered.' }),
      event('run.finished', finished('failed', 'Nobody answered.')),
    ]);
    expect(run(transcript).parts).toHaveLength(1);
  });

  it('mark a denied call as denied', () => {
    const event = aRun('run-1');
    const transcript = play([
      event('run.started', started('Delete Ada')),
      event('tool.finished', toolFinished('call-1', 'waiting')),
      event('approval.requested', approval('approval-1', 'call-1')),
      event('approval.decided', {
        id: 'approval-1',
        call_id: 'call-1',
        decision: 'deny',
        arguments: null,
      }),
    ]);
    expect(run(transcript).parts).toMatchObject([{ status: 'denied' }, { status: 'denied' }]);
  });

  it('settle a question with whatever is said next', () => {
    const first = aRun('run-1');
    const asked = play([
      first('run.started', started('Call Ben')),
      first('question.asked', { text: 'Which Ben?', options: [{ id: '1', label: 'Ben Carter' }] }),
      first('run.finished', finished('awaiting_answer')),
    ]);
    expect(run(asked).parts).toMatchObject([{ type: 'question', answered: false }]);
    const answered = play([aRun('run-2')('run.started', started('Ben Carter'))], asked);
    expect(run(answered).parts).toMatchObject([{ type: 'question', answered: true }]);
  });

  it('show the reply of a run that streamed nothing', () => {
    const event = aRun('run-1');
    const transcript = play([
      event('run.started', started('Hello')),
      event('run.finished', finished('completed', 'Good day')),
    ]);
    expect(run(transcript).parts).toEqual([{ type: 'text', text: 'Good day' }]);
  });
});
