import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkStatus } from '@/api/live-socket';
import type { ClientMessage, RunEvent, RunStatus, SocketError } from '@/api/run-events';
import { Chat } from './chat';
import { limits, type QueuedMessage } from './conversation';
import type { MessagePage } from './pages';
import { approval, aRun, conversationId, finished, started, toolFinished } from './test-events';

// The socket's edge as the chat sees it: what it sends, and what comes.
class Wire {
  status: LinkStatus = 'ready';
  sent: ClientMessage[] = [];
  resumed: { run_id: string; after: number }[] = [];
  private waiting: { message: ClientMessage; sent: boolean }[] = [];
  private event: (event: RunEvent) => void = () => undefined;
  private state: (status: LinkStatus) => void = () => undefined;
  private error: (error: SocketError) => void = () => undefined;
  resumePoints: () => { run_id: string; after: number }[] = () => [];

  send = (message: ClientMessage) => {
    const entry = { message, sent: this.status === 'ready' };
    if (entry.sent) this.sent.push(message);
    else this.waiting.push(entry);
    return {
      sent: () => entry.sent,
      cancel: () => {
        this.waiting = this.waiting.filter((other) => other !== entry);
        return !entry.sent;
      },
    };
  };
  resume = (point: { run_id: string; after: number }) => void this.resumed.push(point);
  resumeFrom = (source: typeof this.resumePoints) => {
    this.resumePoints = source;
  };
  onRunEvent = (listener: (event: RunEvent) => void) => {
    this.event = listener;
    return () => undefined;
  };
  onStatus = (listener: (status: LinkStatus) => void) => {
    this.state = listener;
    return () => undefined;
  };
  onError = (listener: (error: SocketError) => void) => {
    this.error = listener;
    return () => undefined;
  };

  comes(...events: RunEvent[]) {
    for (const event of events) this.event(event);
  }
  refuses(error: SocketError) {
    this.error(error);
  }
  becomes(status: LinkStatus) {
    this.status = status;
    if (status === 'ready') {
      for (const entry of this.waiting) {
        entry.sent = true;
        this.sent.push(entry.message);
      }
      this.waiting = [];
    }
    this.state(status);
  }
}

const emptyPage: MessagePage = { items: [], next_cursor: null };

let wire: Wire;
let pages: (conversationId: string, cursor: string | null) => Promise<MessagePage>;
let frames: (() => void)[];
let chat: Chat;
let keptQueues: Map<string, QueuedMessage[]>;

const frame = () => frames.splice(0).forEach((callback) => callback());
const settled = () => new Promise((done) => setTimeout(done, 0));
const entries = (key = conversationId) => chat.get(key).transcript.entries;

beforeEach(async () => {
  wire = new Wire();
  frames = [];
  pages = vi.fn(async () => emptyPage);
  keptQueues = new Map();
  chat = aChat();
  chat.open(conversationId);
  await settled();
});

function aChat(): Chat {
  let ids = 0;
  return new Chat({
    socket: wire,
    fetchMessages: (...args) => pages(...args),
    nextFrame: (callback) => frames.push(callback),
    now: () => 1_000,
    newId: () => `id-${(ids += 1)}`,
    page: () => '',
    keptQueue: (key) => keptQueues.get(key) ?? [],
    keepQueue: (key, queued) => void keptQueues.set(key, queued),
  });
}

// A run whose answer waits for a decision.
function asksApproval() {
  const event = aRun('run-1');
  wire.comes(
    event('run.started', started('Delete Ada')),
    event('approval.requested', approval('approval-1', 'call-1')),
    event('run.finished', finished('awaiting_approval')),
  );
  frame();
  return event;
}

// A stored run, as far as this many events, and what the user said to begin it.
const stored = (runId: string, status: RunStatus, lastSeq: number): MessagePage => ({
  items: [
    {
      id: `answer-${runId}`,
      role: 'assistant',
      run_id: runId,
      model: null,
      status,
      text: '',
      parts: [],
      usage: null,
      last_seq: lastSeq,
      created_at: '2026-11-22T10:00:01.000Z',
    },
  ],
  next_cursor: null,
});

const said = (runId: string, text: string): MessagePage['items'][number] => ({
  id: `message-${runId}`,
  role: 'user',
  run_id: runId,
  text,
  created_at: '2026-11-22T10:00:00.000Z',
});

// Presses the button beside the one message that was refused.
function sendsAgain() {
  const refused = entries().find((entry) => entry.kind === 'user' && entry.delivery === 'failed');
  return refused?.kind === 'user' && chat.sendAgain(conversationId, refused, null);
}

describe('the chat', () => {
  it('shows a message at once and its answer as it comes, one update a frame', () => {
    chat.send(conversationId, 'Hello', null);
    expect(entries()).toMatchObject([{ kind: 'user', text: 'Hello', delivery: 'sending' }]);
    expect(wire.sent).toEqual([
      { type: 'run.start', message: 'Hello', client_id: 'id-1', conversation_id: conversationId },
    ]);
    const updates = vi.fn();
    chat.store.subscribe(updates);
    const event = aRun('run-1');
    wire.comes(
      event('run.started', started('Hello', 'id-1')),
      event('text.delta', { text: 'Good ' }),
      event('text.delta', { text: 'day' }),
    );
    expect(updates).not.toHaveBeenCalled();
    frame();
    expect(updates).toHaveBeenCalledTimes(1);
    expect(entries()).toMatchObject([
      { delivery: 'delivered' },
      { kind: 'run', parts: [{ text: 'Good day' }] },
    ]);
  });

  it('follows a new conversation from its draft to the id the server gives it', () => {
    const draft = chat.newDraft();
    chat.open(draft);
    chat.send(draft, 'Hello', 'claude');
    expect(wire.sent[0]).toEqual({
      type: 'run.start',
      message: 'Hello',
      client_id: 'id-2',
      model: 'claude',
    });
    const event = {
      ...aRun('run-1')('run.started', started('Hello', 'id-2')),
      conversation_id: 'new',
    };
    wire.comes(event as RunEvent);
    frame();
    expect(chat.store.getState().moved[draft]).toBe('new');
    expect(entries('new').map((entry) => entry.kind)).toEqual(['user', 'run']);
    expect(entries(draft)).toEqual([]);
  });

  it('offers what could not be sent of a new conversation when the page is opened again', () => {
    const draft = chat.unsentDraft();
    chat.open(draft);
    expect(chat.unsentDraft()).not.toBe(draft);
    wire.becomes('offline');
    chat.send(draft, 'Hello', null);
    expect(chat.unsentDraft()).toBe(draft);
  });

  it('forgets no conversation with a message that was not sent', () => {
    const draft = chat.newDraft();
    chat.open(draft);
    chat.send(draft, 'Hello', null);
    wire.refuses({ code: 'rate_limited', detail: 'Too fast.', client_id: 'id-2' });
    for (let other = 0; other < 2 * limits.conversations; other += 1) chat.open(`other-${other}`);
    expect(Object.keys(chat.store.getState().conversations)).toHaveLength(limits.conversations);
    expect(entries(draft)).toMatchObject([{ text: 'Hello', delivery: 'failed' }]);
  });

  it('says the next message after the answer that goes on', () => {
    const event = aRun('run-1');
    chat.send(conversationId, 'One', null);
    chat.send(conversationId, 'Two', null);
    expect(wire.sent).toHaveLength(1);
    expect(chat.get(conversationId).queued).toMatchObject([{ text: 'Two' }]);
    wire.comes(event('run.started', started('One', 'id-1')), event('run.finished', finished()));
    frame();
    expect(wire.sent[1]).toMatchObject({ message: 'Two' });
    expect(chat.get(conversationId).queued).toEqual([]);
  });

  it('holds the next message back when the answer asks for a decision', () => {
    const event = aRun('run-1');
    chat.send(conversationId, 'Delete Ada', null);
    chat.send(conversationId, 'yes', null);
    wire.comes(
      event('run.started', started('Delete Ada', 'id-1')),
      event('approval.requested', approval('approval-1', 'call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    frame();
    expect(wire.sent).toHaveLength(1);
    expect(chat.get(conversationId).queued).toMatchObject([{ text: 'yes' }]);
    chat.sendQueued(conversationId);
    expect(wire.sent[1]).toMatchObject({ message: 'yes' });
  });

  it('holds the next message back when the one before it was refused', async () => {
    const event = aRun('run-1');
    wire.comes(event('run.started', started('One')), event('run.finished', finished()));
    frame();
    chat.send(conversationId, 'Two', null);
    chat.send(conversationId, 'Three', null);
    wire.becomes('offline');
    wire.becomes('ready');
    await settled();
    wire.refuses({ code: 'rate_limited', detail: 'Too fast.', client_id: 'id-1' });
    await chat.refresh(conversationId);
    expect(wire.sent.map((sent) => 'message' in sent && sent.message)).toEqual(['Two', 'Two']);
    expect(chat.get(conversationId).queued).toMatchObject([{ text: 'Three' }]);
  });

  it('lets only so many messages wait', () => {
    chat.send(conversationId, 'One', null);
    const taken = Array.from({ length: limits.queuedMessages + 1 }, (_, index) =>
      chat.send(conversationId, `More ${index}`, null),
    );
    expect(taken.filter(Boolean)).toHaveLength(limits.queuedMessages);
  });

  it('asks for missing events', () => {
    const event = aRun('run-1');
    const first = event('run.started', started('One'));
    event('text.delta', { text: 'lost' });
    wire.comes(first, event('text.delta', { text: 'later' }));
    frame();
    expect(wire.resumed).toContainEqual({ run_id: 'run-1', after: 1 });
  });

  it('names its unfinished runs to a link that came back', () => {
    const event = aRun('run-1');
    wire.comes(event('run.started', started('One')), event('text.delta', { text: 'So' }));
    frame();
    expect(wire.resumePoints()).toEqual([{ run_id: 'run-1', after: 2 }]);
  });

  it('is offline until the link is ready, however often it is tried', () => {
    const shown: LinkStatus[] = [];
    chat.store.subscribe(({ link }, { link: before }) => link !== before && shown.push(link));
    for (const status of ['offline', 'connecting', 'offline', 'connecting', 'ready'] as const)
      wire.becomes(status);
    expect(shown).toEqual(['offline', 'ready']);
  });

  it('keeps a message said offline, and sends it when the link is back', () => {
    wire.becomes('offline');
    chat.send(conversationId, 'Hello', null);
    expect(entries()).toMatchObject([{ delivery: 'waiting' }]);
    wire.becomes('ready');
    expect(wire.sent).toMatchObject([{ message: 'Hello' }]);
    expect(entries()).toMatchObject([{ delivery: 'sending' }]);
  });

  it('takes back a message that has not left, and gives its text back', () => {
    wire.becomes('offline');
    chat.send(conversationId, 'Hello', null);
    expect(chat.stop(conversationId)).toBe('Hello');
    wire.becomes('ready');
    expect(wire.sent).toEqual([]);
    expect(entries()).toEqual([]);
  });

  it('sends a message again under its own id when the link broke after sending', async () => {
    chat.send(conversationId, 'Hello', 'claude');
    wire.becomes('offline');
    expect(entries()).toMatchObject([{ delivery: 'unsure' }]);
    wire.becomes('ready');
    await settled();
    expect(wire.sent).toHaveLength(2);
    expect(wire.sent[1]).toEqual(wire.sent[0]);
    expect(entries()).toMatchObject([{ delivery: 'sending' }]);
  });

  it('stops the run of a message that had arrived when the link broke', async () => {
    chat.send(conversationId, 'Hello', null);
    chat.stop(conversationId);
    wire.becomes('offline');
    pages = async () => ({
      items: [...stored('run-1', 'running', 2).items, said('run-1', 'Hello')],
      next_cursor: null,
    });
    wire.becomes('ready');
    await settled();
    expect(wire.sent.map(({ type }) => type)).toEqual(['run.start', 'run.stop']);
    expect(entries()).toMatchObject([{ delivery: 'delivered' }, { status: 'running' }]);
  });

  it('does not begin what was to be stopped when it had not arrived', async () => {
    chat.send(conversationId, 'Hello', null);
    wire.becomes('offline');
    chat.stop(conversationId);
    await chat.refresh(conversationId);
    expect(entries()).toMatchObject([{ delivery: 'unsure' }]);
    wire.becomes('ready');
    await settled();
    expect(wire.sent).toHaveLength(1);
    expect(entries()).toMatchObject([{ delivery: 'failed', error: 'stopped' }]);
    expect(chat.get(conversationId).stopping).toBe(false);
    sendsAgain();
    expect(wire.sent[1]).toEqual(wire.sent[0]);
  });

  it('begins no new conversation that was to be stopped', () => {
    const draft = chat.newDraft();
    chat.open(draft);
    chat.send(draft, 'Hello', null);
    wire.becomes('offline');
    chat.stop(draft);
    wire.becomes('ready');
    expect(wire.sent).toHaveLength(1);
    expect(entries(draft)).toMatchObject([{ delivery: 'failed', error: 'stopped' }]);
    expect(chat.get(draft).stopping).toBe(false);
  });

  it('takes no message back that may have arrived', () => {
    chat.send(conversationId, 'Hello', null);
    wire.becomes('offline');
    const [entry] = entries();
    expect(entry?.kind === 'user' && chat.takeBack(conversationId, entry)).toBe(false);
    expect(entries()).toEqual([entry]);
  });

  it('shows a message once that had arrived and was sent again', async () => {
    chat.send(conversationId, 'Hello  there', null);
    wire.becomes('offline');
    // The server stores it in other words, so only its id tells that it is the same.
    pages = async () => ({
      items: [...stored('run-1', 'completed', 2).items, said('run-1', 'Hello there')],
      next_cursor: null,
    });
    wire.becomes('ready');
    await settled();
    const event = aRun('run-1');
    wire.comes(
      event('run.started', { ...started('Hello there', 'id-1'), message_id: 'message-run-1' }),
      event('run.finished', finished()),
    );
    frame();
    expect(entries()).toMatchObject([
      { kind: 'user', delivery: 'delivered', runId: 'run-1' },
      { kind: 'run', status: 'completed' },
    ]);
  });

  it('leaves a conversation as it is that was opened before its draft heard of it', async () => {
    const draft = chat.newDraft();
    chat.open(draft);
    chat.send(draft, 'Hello', null);
    chat.send(draft, 'And then', null);
    wire.becomes('offline');
    pages = async () => ({
      items: [
        ...stored('run-2', 'completed', 2).items,
        said('run-2', 'More'),
        ...stored('run-1', 'completed', 2).items,
        said('run-1', 'Hello'),
      ],
      next_cursor: null,
    });
    chat.open('new');
    await settled();
    wire.becomes('ready');
    expect(wire.sent[1]).toEqual(wire.sent[0]);
    wire.comes({
      ...aRun('run-1')('run.started', started('Hello', 'id-2')),
      conversation_id: 'new',
    } as RunEvent);
    frame();
    expect(chat.store.getState().moved[draft]).toBe('new');
    expect(chat.store.getState().conversations[draft]).toBeUndefined();
    expect(entries('new').slice(0, 4)).toMatchObject([
      { text: 'Hello', delivery: 'delivered' },
      { runId: 'run-1' },
      { text: 'More' },
      { runId: 'run-2' },
    ]);
    expect(wire.sent.at(-1)).toMatchObject({ message: 'And then', conversation_id: 'new' });
  });

  it('leaves a message alone that was refused when its run had begun already', () => {
    chat.send(conversationId, 'Hello', null);
    wire.comes(aRun('run-1')('run.started', started('Hello', 'id-1')));
    frame();
    wire.refuses({ code: 'run_in_progress', detail: 'Still at it.', client_id: 'id-1' });
    expect(entries()).toMatchObject([{ text: 'Hello', delivery: 'delivered' }, { kind: 'run' }]);
    expect(chat.get(conversationId).queued).toEqual([]);
  });

  it('drops from what waits what another tab has sent', () => {
    wire.comes(aRun('run-1')('run.started', started('One')));
    frame();
    chat.send(conversationId, 'Two', null);
    wire.comes(aRun('run-2')('run.started', started('Two', 'id-1')));
    frame();
    expect(chat.get(conversationId).queued).toEqual([]);
    expect(keptQueues.get(conversationId)).toEqual([]);
  });

  it('asks its question again when the reply was taken back', async () => {
    const event = aRun('run-1');
    const options = [{ id: '1', label: 'Ada Park' }];
    wire.comes(
      event('run.started', started('Call Ada')),
      event('question.asked', { text: 'Which Ada?', options }),
      event('run.finished', finished('awaiting_answer')),
    );
    frame();
    wire.becomes('offline');
    chat.send(conversationId, 'Ada Park', null);
    await chat.refresh(conversationId);
    chat.stop(conversationId);
    expect(entries()).toMatchObject([{}, { parts: [{ type: 'question', answered: false }] }]);
  });

  it('stops a run even when it was asked to before the run had begun', () => {
    chat.send(conversationId, 'Hello', null);
    chat.stop(conversationId);
    expect(wire.sent).toHaveLength(1);
    const event = aRun('run-1');
    wire.comes(event('run.started', started('Hello', 'id-1')));
    frame();
    expect(wire.sent[1]).toEqual({ type: 'run.stop', run_id: 'run-1' });
    wire.comes(event('run.finished', finished('stopped')));
    frame();
    expect(chat.get(conversationId).stopping).toBe(false);
  });

  it('sends a decision with the edited arguments and waits for its confirmation', () => {
    const event = asksApproval();
    chat.decide(conversationId, 'approval-1', 'approve', { id: 'c1', name: 'Ada' });
    expect(wire.sent).toEqual([
      {
        type: 'approval',
        id: 'approval-1',
        decision: 'approve',
        arguments: { id: 'c1', name: 'Ada' },
      },
    ]);
    expect(chat.get(conversationId).deciding).toEqual({ 'approval-1': 'approve' });
    wire.comes(
      event('approval.decided', {
        id: 'approval-1',
        call_id: 'call-1',
        decision: 'approve',
        arguments: null,
      }),
    );
    frame();
    expect(chat.get(conversationId).deciding).toEqual({});
  });

  // A run that asks for two decisions.
  function asksForTwo() {
    const event = aRun('run-1');
    wire.comes(
      event('run.started', started('Delete both')),
      event('tool.finished', toolFinished('call-1', 'waiting')),
      event('approval.requested', approval('approval-1', 'call-1')),
      event('tool.finished', toolFinished('call-2', 'waiting')),
      event('approval.requested', approval('approval-2', 'call-2')),
      event('run.finished', finished('awaiting_approval')),
    );
    frame();
    return event;
  }
  const approvesBoth = () =>
    chat.decideAll(conversationId, 'approve', ['approval-1', 'approval-2']);
  function asksTwice() {
    const event = asksForTwo();
    approvesBoth();
    return event;
  }
  const isApproved = (id: string, callId: string) =>
    ({ id, call_id: callId, decision: 'approve', arguments: null }) as const;
  const decided = () => wire.sent.flatMap((sent) => (sent.type === 'approval' ? [sent.id] : []));

  it('decides many at once, the next when the one before is carried out', () => {
    const event = asksTwice();
    expect(chat.get(conversationId).deciding).toEqual({
      'approval-1': 'approve',
      'approval-2': 'approve',
    });
    expect(decided()).toEqual(['approval-1']);
    wire.comes(event('approval.decided', isApproved('approval-1', 'call-1')));
    frame();
    wire.comes(event('tool.finished', toolFinished('call-1')));
    frame();
    expect(decided()).toEqual(['approval-1']);
    wire.comes(event('run.finished', finished('awaiting_approval')));
    frame();
    expect(decided()).toEqual(['approval-1', 'approval-2']);
  });

  it('waits for what a decision began, also when it looks at the conversation meanwhile', async () => {
    const event = asksTwice();
    wire.comes(event('approval.decided', isApproved('approval-1', 'call-1')));
    frame();
    await chat.refresh(conversationId);
    expect(decided()).toEqual(['approval-1']);
    wire.comes(
      event('tool.finished', toolFinished('call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    frame();
    expect(decided()).toEqual(['approval-1', 'approval-2']);
  });

  it.each([
    ['approve', 'done'],
    ['deny', 'denied'],
  ] as const)(
    'waits for the end of what a decision began, whatever page comes before it: %s',
    async (decision, status) => {
      const event = asksForTwo();
      chat.decideAll(conversationId, decision, ['approval-1', 'approval-2']);
      wire.comes(
        event('approval.decided', { ...isApproved('approval-1', 'call-1'), decision }),
        event('tool.finished', toolFinished('call-1', status)),
      );
      frame();
      pages = async () => stored('run-1', 'awaiting_approval', 6);
      await chat.refresh(conversationId);
      expect(decided()).toEqual(['approval-1']);
      wire.comes(event('run.finished', finished('awaiting_approval')));
      frame();
      expect(decided()).toEqual(['approval-1', 'approval-2']);
    },
  );

  it('decides a second card behind the first, as it was edited', () => {
    const event = asksForTwo();
    chat.decide(conversationId, 'approval-1', 'approve', null);
    chat.decide(conversationId, 'approval-2', 'approve', { name: 'Ada' }, true);
    expect(decided()).toEqual(['approval-1']);
    expect(chat.get(conversationId).deciding).toEqual({
      'approval-1': 'approve',
      'approval-2': 'approve',
    });
    wire.comes(
      event('approval.decided', isApproved('approval-1', 'call-1')),
      event('tool.finished', toolFinished('call-1')),
    );
    frame();
    expect(decided()).toEqual(['approval-1']);
    wire.comes(event('run.finished', finished('awaiting_approval')));
    frame();
    expect(wire.sent.at(-1)).toEqual({
      type: 'approval',
      id: 'approval-2',
      decision: 'approve',
      arguments: { name: 'Ada' },
      always: true,
    });
  });

  it('decides as it was said last what waits behind another', () => {
    const event = asksForTwo();
    chat.decide(conversationId, 'approval-1', 'approve', null);
    chat.decide(conversationId, 'approval-2', 'approve', null);
    chat.decide(conversationId, 'approval-2', 'deny', null);
    wire.comes(
      event('approval.decided', isApproved('approval-1', 'call-1')),
      event('tool.finished', toolFinished('call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    frame();
    expect(wire.sent.at(-1)).toMatchObject({ id: 'approval-2', decision: 'deny' });
    expect(decided()).toHaveLength(2);
  });

  it('sends no decision beside one that may still be carried out', () => {
    const event = asksForTwo();
    chat.decideAll(conversationId, 'approve', ['approval-1', 'approval-2']);
    chat.stop(conversationId);
    chat.decide(conversationId, 'approval-2', 'approve', null);
    expect(decided()).toEqual(['approval-1']);
    wire.comes(
      event('approval.decided', isApproved('approval-1', 'call-1')),
      event('tool.finished', toolFinished('call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    frame();
    expect(decided()).toEqual(['approval-1', 'approval-2']);
  });

  it('keeps what is decided offline behind a decision that got lost, however often the link is tried', () => {
    asksForTwo();
    chat.decide(conversationId, 'approval-1', 'approve', null);
    wire.becomes('offline');
    chat.decide(conversationId, 'approval-2', 'deny', null);
    wire.becomes('connecting');
    wire.becomes('offline');
    expect(chat.get(conversationId).deciding).toEqual({
      'approval-1': 'approve',
      'approval-2': 'deny',
    });
  });

  it('takes decisions back that have not left', () => {
    asksForTwo();
    wire.becomes('offline');
    chat.decideAll(conversationId, 'approve', ['approval-1', 'approval-2']);
    chat.stop(conversationId);
    expect(chat.get(conversationId).deciding).toEqual({});
    wire.becomes('ready');
    expect(decided()).toEqual([]);
  });

  it('holds the next message back while a stopped answer still asks, and while it goes on', () => {
    const event = asksForTwo();
    const begun = () => wire.sent.filter(({ type }) => type === 'run.start');
    chat.decide(conversationId, 'approval-1', 'approve', null);
    wire.comes(event('approval.decided', isApproved('approval-1', 'call-1')));
    frame();
    chat.send(conversationId, 'yes', null);
    chat.stop(conversationId);
    expect(wire.sent.at(-1)).toEqual({ type: 'run.stop', run_id: 'run-1' });
    wire.comes(
      event('tool.finished', toolFinished('call-1')),
      event('run.finished', finished('stopped')),
    );
    frame();
    expect(begun()).toEqual([]);
    chat.decide(conversationId, 'approval-2', 'deny', null);
    wire.comes(
      event('approval.decided', { ...isApproved('approval-2', 'call-2'), decision: 'deny' }),
      event('tool.finished', toolFinished('call-2', 'denied')),
    );
    frame();
    expect(begun()).toEqual([]);
    wire.comes(event('run.finished', finished()));
    frame();
    expect(begun()).toMatchObject([{ message: 'yes' }]);
  });

  it.each(['stopped', 'failed', 'interrupted', 'completed'] as const)(
    'decides no more of many when what one began ends %s',
    (status) => {
      const event = asksTwice();
      wire.comes(
        event('approval.decided', isApproved('approval-1', 'call-1')),
        event('tool.finished', toolFinished('call-1')),
        event('run.finished', finished(status)),
      );
      frame();
      expect(decided()).toEqual(['approval-1']);
      expect(chat.get(conversationId).deciding).toEqual({});
    },
  );

  it('decides no more of many when their run was interrupted while nobody said so', async () => {
    const event = asksTwice();
    wire.comes(
      event('approval.decided', isApproved('approval-1', 'call-1')),
      event('tool.finished', toolFinished('call-1')),
    );
    frame();
    pages = async () => stored('run-1', 'interrupted', 7);
    await chat.refresh(conversationId);
    expect(decided()).toEqual(['approval-1']);
    expect(chat.get(conversationId).deciding).toEqual({});
  });

  const interventions: [string, () => unknown][] = [
    ['Stop is pressed', () => chat.stop(conversationId)],
    ['something else is said', () => chat.send(conversationId, 'Rather not', null)],
  ];
  it.each(interventions)('decides no more of many once %s', (_what, intervene) => {
    const event = asksTwice();
    intervene();
    expect(chat.get(conversationId)).toMatchObject({
      deciding: { 'approval-1': 'approve' },
      stopping: false,
    });
    expect(chat.get(conversationId).deciding).not.toHaveProperty('approval-2');
    wire.comes(
      event('approval.decided', isApproved('approval-1', 'call-1')),
      event('tool.finished', toolFinished('call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    frame();
    expect(decided()).toEqual(['approval-1']);
  });

  it('leaves what is not decided yet to the user when one of many is refused', async () => {
    asksTwice();
    wire.refuses({ code: 'tool_changed', detail: 'It has changed.', id: 'approval-1' });
    await settled();
    expect(chat.get(conversationId)).toMatchObject({ deciding: {}, refused: {} });
    expect(decided()).toEqual(['approval-1']);
    chat.decideAll(conversationId, 'deny', ['approval-1', 'approval-2']);
    expect(decided()).toEqual(['approval-1', 'approval-1']);
  });

  it('lets the user decide again what the link lost of many', async () => {
    asksTwice();
    wire.becomes('offline');
    wire.becomes('ready');
    await settled();
    expect(chat.get(conversationId).deciding).toEqual({});
    expect(decided()).toEqual(['approval-1']);
  });

  it('decides all that were decided at once without a link, when it is back', async () => {
    const event = asksForTwo();
    wire.becomes('offline');
    approvesBoth();
    for (const status of ['connecting', 'offline', 'connecting', 'ready'] as const)
      wire.becomes(status);
    await settled();
    expect(decided()).toEqual(['approval-1']);
    wire.comes(
      event('approval.decided', isApproved('approval-1', 'call-1')),
      event('tool.finished', toolFinished('call-1')),
      event('run.finished', finished('awaiting_approval')),
    );
    frame();
    expect(decided()).toEqual(['approval-1', 'approval-2']);
  });

  it('has an answer made anew, and lets the old one stand when that is refused', () => {
    const event = aRun('run-1');
    wire.comes(event('run.started', started('Hello')), event('run.finished', finished()));
    frame();
    chat.sayAgain(conversationId, 'run-1', 'claude');
    expect(wire.sent).toEqual([
      {
        type: 'run.start',
        message: 'Hello',
        client_id: 'id-1',
        conversation_id: conversationId,
        model: 'claude',
        replaces: 'run-1',
      },
    ]);
    expect(entries()).toHaveLength(3);
    wire.refuses({ code: 'still_changed', detail: 'Undo it first.', client_id: 'id-1' });
    expect(entries().map((entry) => entry.kind)).toEqual(['user', 'run']);
    expect(chat.get(conversationId).refused).toMatchObject({ detail: 'Undo it first.' });
  });

  it('shows beside the message why it was refused', () => {
    chat.send(conversationId, 'Hello', null);
    wire.refuses({ code: 'rate_limited', detail: 'Too fast.', client_id: 'id-1' });
    expect(entries()).toMatchObject([{ delivery: 'failed', error: 'Too fast.' }]);
  });

  it('sends a refused message again under its own id, since it may have arrived', () => {
    chat.send(conversationId, 'Hello', null);
    wire.refuses({ code: 'outcome_unknown', detail: 'Nobody knows.', client_id: 'id-1' });
    sendsAgain();
    expect(wire.sent).toHaveLength(2);
    expect(wire.sent[1]).toEqual(wire.sent[0]);
    expect(entries()).toMatchObject([{ text: 'Hello', delivery: 'sending', error: null }]);
    wire.comes(aRun('run-1')('run.started', started('Hello', 'id-1')));
    frame();
    expect(entries()).toMatchObject([{ delivery: 'delivered' }, { runId: 'run-1' }]);
  });

  it('sends a message again under another id where its own belongs to another message', () => {
    chat.send(conversationId, 'Hello', null);
    wire.refuses({ code: 'client_id_used', detail: 'Another has it.', client_id: 'id-1' });
    sendsAgain();
    expect(wire.sent[1]).toEqual({ ...wire.sent[0], client_id: 'id-2' });
    expect(entries()).toMatchObject([{ text: 'Hello', delivery: 'sending' }]);
  });

  it('keeps a refused message while nothing more can wait', () => {
    chat.send(conversationId, 'Hello', null);
    wire.refuses({ code: 'rate_limited', detail: 'Too fast.', client_id: 'id-1' });
    const [refused] = entries();
    for (let more = 0; more <= limits.queuedMessages; more += 1)
      chat.send(conversationId, `More ${more}`, null);
    expect(sendsAgain()).toBe(false);
    expect(entries()).toContainEqual(refused);
    chat.removeQueued(conversationId, chat.get(conversationId).queued[0]?.clientId ?? '');
    expect(sendsAgain()).toBe(true);
    expect(entries()).not.toContainEqual(refused);
    expect(chat.get(conversationId).queued.at(-1)).toMatchObject({ text: 'Hello' });
  });

  it('queues a message again where another page was faster', () => {
    chat.send(conversationId, 'Hello', 'claude');
    wire.refuses({ code: 'run_in_progress', detail: 'Still at it.', client_id: 'id-1' });
    expect(entries()).toEqual([]);
    expect(chat.get(conversationId).queued).toMatchObject([{ text: 'Hello', model: 'claude' }]);
    const event = aRun('run-1');
    wire.comes(event('run.started', started('Hi')), event('run.finished', finished()));
    frame();
    expect(chat.get(conversationId).queued).toEqual([]);
    expect(wire.sent.at(-1)).toMatchObject({ type: 'run.start', message: 'Hello' });
  });

  it('gives a message back whose answer the server knows nothing of', async () => {
    chat.send(conversationId, 'Hello', null);
    wire.comes(aRun('run-1')('run.started', started('Hello', 'id-1')));
    frame();
    wire.refuses({ code: 'not_found', detail: 'There is no such run.', run_id: 'run-1' });
    await settled();
    expect(entries()).toMatchObject([
      { kind: 'user', text: 'Hello', delivery: 'failed', runId: null },
    ]);
  });

  it('takes a refused decision back and says why', () => {
    asksApproval();
    chat.decide(conversationId, 'approval-1', 'approve', null);
    wire.refuses({ code: 'approval_expired', detail: 'Too late.', id: 'approval-1' });
    expect(chat.get(conversationId)).toMatchObject({
      deciding: {},
      refused: { detail: 'Too late.' },
    });
  });

  it('lets the user decide again when the link lost the decision', async () => {
    asksApproval();
    chat.decide(conversationId, 'approval-1', 'approve', null);
    wire.becomes('offline');
    expect(chat.get(conversationId).deciding).toEqual({ 'approval-1': 'approve' });
    wire.becomes('ready');
    await settled();
    expect(chat.get(conversationId).deciding).toEqual({});
  });

  it('sends a decision made offline when the link is back, and goes on waiting for it', async () => {
    asksApproval();
    wire.becomes('offline');
    chat.decide(conversationId, 'approval-1', 'approve', null);
    wire.becomes('connecting');
    wire.becomes('ready');
    await settled();
    expect(wire.sent).toMatchObject([{ type: 'approval' }]);
    expect(chat.get(conversationId).deciding).toEqual({ 'approval-1': 'approve' });
  });

  it('asks to stop again when the link broke', async () => {
    const event = aRun('run-1');
    wire.comes(event('run.started', started('One')));
    frame();
    chat.stop(conversationId);
    wire.becomes('offline');
    wire.becomes('ready');
    await settled();
    expect(wire.sent.filter(({ type }) => type === 'run.stop')).toHaveLength(2);
  });

  it('keeps what waits for an answer across a reload of the page', async () => {
    const event = aRun('run-1');
    wire.comes(event('run.started', started('One')));
    frame();
    chat.send(conversationId, 'Two', null);

    pages = async () => stored('run-1', 'running', 1);
    chat = aChat();
    chat.open(conversationId);
    await settled();
    expect(chat.get(conversationId).queued).toMatchObject([{ text: 'Two' }]);
    wire.comes(event('run.finished', finished()));
    frame();
    expect(wire.sent).toMatchObject([{ message: 'Two' }]);
    expect(keptQueues.get(conversationId)).toEqual([]);
  });

  it('loads a conversation that could not be loaded when the link is back', async () => {
    pages = async () => Promise.reject(new Error('No network'));
    wire.becomes('offline');
    chat.open('other');
    await settled();
    expect(chat.get('other')).toMatchObject({ loadError: 'No network' });
    pages = async () => stored('run-1', 'completed', 2);
    wire.becomes('ready');
    await settled();
    expect(chat.get('other').loadError).toBeNull();
    expect(entries('other')).toMatchObject([{ runId: 'run-1' }]);
  });

  it('looks again at once more where a page was on its way already', async () => {
    let answer: (page: MessagePage) => void = () => undefined;
    pages = () => new Promise((done) => (answer = done));
    const first = chat.refresh(conversationId);
    void chat.refresh(conversationId);
    pages = async () => stored('run-1', 'completed', 2);
    answer(emptyPage);
    await first;
    await settled();
    expect(entries()).toMatchObject([{ runId: 'run-1' }]);
  });

  it('looks at a change that was undone elsewhere once its answer is there', async () => {
    vi.useFakeTimers();
    try {
      const ended = undoneElsewhere();
      await vi.advanceTimersByTimeAsync(limits.gatherChanges);
      expect(pages).not.toHaveBeenCalled();
      ended();
      await vi.advanceTimersByTimeAsync(limits.gatherChanges);
      expect(pages).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('looks at it then, whatever it loads before', async () => {
    pages = async () => ({ items: [], next_cursor: 'older' });
    chat = aChat();
    chat.open(conversationId);
    await settled();
    vi.useFakeTimers();
    try {
      const ended = undoneElsewhere();
      await vi.advanceTimersByTimeAsync(limits.gatherChanges);
      await chat.loadOlder(conversationId);
      await chat.refresh(conversationId);
      await vi.advanceTimersByTimeAsync(0);
      expect(pages).toHaveBeenCalledTimes(2);
      ended();
      await vi.advanceTimersByTimeAsync(0);
      expect(pages).toHaveBeenCalledTimes(3);
    } finally {
      vi.useRealTimers();
    }
  });

  // While its answer goes on, a change it made is undone elsewhere. Ends the answer.
  function undoneElsewhere() {
    const event = aRun('run-1');
    const ada = { type: 'contact', id: 'c1', name: 'Ada' };
    wire.comes(
      event('run.started', started('Add Ada')),
      event('tool.finished', { ...toolFinished('call-1'), record: ada }),
    );
    frame();
    pages = vi.fn(async () => stored('run-1', 'running', 2));
    chat.recordChanged('c1');
    return () => {
      wire.comes(event('run.finished', finished()));
      frame();
    };
  }

  it('asks what became of a run that says nothing any more', async () => {
    vi.useFakeTimers();
    try {
      const event = aRun('run-1');
      wire.comes(event('run.started', started('One')), event('text.delta', { text: 'So far' }));
      frame();
      pages = async () => stored('run-1', 'running', 1);
      await vi.advanceTimersByTimeAsync(limits.silence);
      expect(entries()).toMatchObject([{}, { status: 'running' }]);
      pages = async () => stored('run-1', 'interrupted', 1);
      await vi.advanceTimersByTimeAsync(limits.silence);
      expect(entries()).toMatchObject([
        {},
        { status: 'interrupted', parts: [{ text: 'So far' }], lastSeq: 1 },
      ]);
      pages = vi.fn(async () => emptyPage);
      await vi.advanceTimersByTimeAsync(10 * limits.silence);
      expect(pages).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  it('forgets everything with the session', () => {
    chat.send(conversationId, 'Hello', null);
    wire.becomes('closed');
    expect(chat.store.getState().conversations).toEqual({});
  });
});
