import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveSocket, type LinkStatus, secondsLeft } from './live-socket';

// A server at the other end of the wire: it sees what is sent and says what the test tells it to.
class FakeWebSocket {
  static readonly OPEN = 1;
  static all: FakeWebSocket[] = [];
  static get last() {
    return FakeWebSocket.all.at(-1) as FakeWebSocket;
  }

  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeWebSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close() {
    this.readyState = 3;
  }
  accepts() {
    this.readyState = 1;
    this.onopen?.();
  }
  says(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  breaks(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const tokenEndingIn = (seconds: number) =>
  `e30.${btoa(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + seconds }))}.sig`;

const start = (text: string) => ({ type: 'run.start' as const, message: text, client_id: text });

let socket: LiveSocket;
let statuses: LinkStatus[];
let token: (renew: boolean) => Promise<string | null>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeWebSocket);
  FakeWebSocket.all = [];
  token = vi.fn(async () => tokenEndingIn(600));
  socket = new LiveSocket({ url: () => 'ws://parley/api/ws', token: (renew) => token(renew) });
  statuses = [];
  socket.onStatus((status) => statuses.push(status));
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

const opened = async () => {
  socket.start();
  await vi.advanceTimersByTimeAsync(0);
  FakeWebSocket.last.accepts();
  FakeWebSocket.last.says({ type: 'ready', user_id: 'u' });
  return FakeWebSocket.last;
};

describe('the live link', () => {
  it('signs in with its first message and never in the address', async () => {
    const link = await opened();
    expect(link.url).toBe('ws://parley/api/ws');
    expect(link.sent[0]).toMatchObject({ type: 'auth' });
    expect(statuses).toEqual(['connecting', 'ready']);
  });

  it('sends what waited once it is ready, in order', async () => {
    socket.start();
    const first = socket.send(start('one'));
    socket.send(start('two'));
    expect(first?.sent()).toBe(false);
    await vi.advanceTimersByTimeAsync(0);
    FakeWebSocket.last.accepts();
    expect(FakeWebSocket.last.sent).toHaveLength(1);
    FakeWebSocket.last.says({ type: 'ready' });
    expect(FakeWebSocket.last.sent.slice(1)).toMatchObject([
      { message: 'one' },
      { message: 'two' },
    ]);
    expect(first?.sent()).toBe(true);
  });

  it('does not send what was cancelled, and refuses more than its queue holds', async () => {
    const waiting = Array.from({ length: 50 }, (_, index) => socket.send(start(`m${index}`)));
    expect(socket.send(start('too much'))).toBeNull();
    expect(waiting[0]?.cancel()).toBe(true);
    const link = await opened();
    expect(link.sent).toHaveLength(1 + 49);
    expect(waiting[1]?.cancel()).toBe(false);
  });

  it('comes back after a loss with growing pauses and resumes unfinished runs', async () => {
    socket.resumeFrom(() => [{ run_id: 'r', after: 7 }]);
    const first = await opened();
    expect(first.sent).toContainEqual({ type: 'run.resume', run_id: 'r', after: 7 });
    first.breaks();
    expect(statuses.at(-1)).toBe('offline');
    await vi.advanceTimersByTimeAsync(400);
    expect(FakeWebSocket.all).toHaveLength(2);
    FakeWebSocket.last.breaks();
    await vi.advanceTimersByTimeAsync(399);
    expect(FakeWebSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(401);
    expect(FakeWebSocket.all).toHaveLength(3);
    FakeWebSocket.last.accepts();
    FakeWebSocket.last.says({ type: 'ready' });
    expect(FakeWebSocket.last.sent).toContainEqual({ type: 'run.resume', run_id: 'r', after: 7 });
  });

  it('asks after a quiet time, and stays when the server answers', async () => {
    const link = await opened();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(link.sent.filter(({ type }) => type === 'auth')).toHaveLength(2);
    link.says({ type: 'ready' });
    await vi.advanceTimersByTimeAsync(24_000);
    expect(FakeWebSocket.all).toHaveLength(1);
    expect(socket.status).toBe('ready');
  });

  it('leaves a link that does not answer, later while a run goes on', async () => {
    await opened();
    await vi.advanceTimersByTimeAsync(25_000 + 10_000);
    expect(socket.status).toBe('offline');
    await vi.advanceTimersByTimeAsync(500);
    socket.resumeFrom(() => [{ run_id: 'r', after: 1 }]);
    FakeWebSocket.last.accepts();
    FakeWebSocket.last.says({ type: 'ready' });
    await vi.advanceTimersByTimeAsync(25_000 + 30_000);
    expect(socket.status).toBe('ready');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(socket.status).toBe('offline');
  });

  it('renews the token on the open link before it ends', async () => {
    const link = await opened();
    const wait = setInterval(() => link.says({ type: 'ready' }), 10_000);
    await vi.advanceTimersByTimeAsync(450_000);
    clearInterval(wait);
    expect(token).toHaveBeenLastCalledWith(true);
    expect(link.sent.filter(({ type }) => type === 'auth')).toHaveLength(2);
    expect(FakeWebSocket.all).toHaveLength(1);
  });

  it('stops when nobody is signed in any more', async () => {
    const link = await opened();
    token = async () => null;
    link.breaks(4401);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(socket.status).toBe('closed');
    expect(FakeWebSocket.all).toHaveLength(1);
  });

  it('tries again at once when the network is back', async () => {
    const link = await opened();
    link.breaks();
    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeWebSocket.all).toHaveLength(2);
  });

  it('hands on run events and changed records, and passes over what it does not know', async () => {
    const events = vi.fn();
    const records = vi.fn();
    socket.onRunEvent(events);
    socket.onRecordChanged(records);
    const link = await opened();
    link.says({
      type: 'text.delta',
      run_id: 'r',
      conversation_id: 'c',
      seq: 1,
      data: { text: 'x' },
    });
    link.says({ type: 'text.delta', run_id: 'r' });
    link.says({ type: 'from.the.future', data: {} });
    link.onmessage?.({ data: 'not json' });
    link.says({ type: 'record.changed', record: { type: 'contact', id: '1' }, version: 2 });
    expect(events).toHaveBeenCalledTimes(1);
    expect(records).toHaveBeenCalledTimes(1);
  });

  it('forgets what waits when the session ends', async () => {
    socket.send(start('one'));
    socket.stop();
    const link = await opened();
    expect(link.sent).toHaveLength(1);
  });
});

describe('a token', () => {
  it('tells how long it lives', () => {
    expect(secondsLeft(tokenEndingIn(600))).toBeGreaterThan(598);
    expect(secondsLeft('no token')).toBe(0);
  });
});
