import {
  asRunEvent,
  type ClientMessage,
  type RecordChanged,
  type RunEvent,
  type SocketError,
} from './run-events';

export type LinkStatus = 'closed' | 'connecting' | 'ready' | 'offline';

// All times in milliseconds.
export interface LiveSocketOptions {
  url: () => string;
  // A valid access token, or null when nobody is signed in. `renew` asks for a newer one than the last.
  token: (renew: boolean) => Promise<string | null>;
  connectTimeout: number;
  // Quiet time after which the server is asked whether it is still there.
  probeAfter: number;
  // How long an answer to that question may take; more patience while a run goes on.
  probeTimeout: number;
  probeTimeoutInRun: number;
  backoffFirst: number;
  backoffMost: number;
  // A link that lasted this long starts the back-off afresh.
  stableAfter: number;
  // The share of a token's life after which it is renewed on the open link.
  renewAt: number;
  queueLimit: number;
}

export const defaultOptions: Omit<LiveSocketOptions, 'url' | 'token'> = {
  connectTimeout: 15_000,
  probeAfter: 25_000,
  probeTimeout: 10_000,
  probeTimeoutInRun: 45_000,
  backoffFirst: 400,
  backoffMost: 20_000,
  stableAfter: 5_000,
  renewAt: 0.75,
  queueLimit: 50,
};

export interface ResumePoint {
  run_id: string;
  after: number;
}

// A message on its way. `cancel` answers whether it was still unsent.
export interface Outgoing {
  sent: () => boolean;
  cancel: () => boolean;
}

interface Waiting {
  message: ClientMessage;
  sent: boolean;
}

type Timer = ReturnType<typeof setTimeout>;

class Listeners<Value> {
  private readonly all = new Set<(value: Value) => void>();

  add = (listener: (value: Value) => void): (() => void) => {
    this.all.add(listener);
    return () => void this.all.delete(listener);
  };

  tell(value: Value) {
    for (const listener of [...this.all]) listener(value);
  }
}

// The one WebSocket of the page: signs in with its first message, renews the token before it ends,
// comes back after a loss, and resumes unfinished runs from the last event seen.
//
// Silence never counts as death. After a quiet time the server is asked (by `auth`, which it answers
// with `ready`); only a question without any answer closes the link, and nothing is lost by that,
// because runs live on the server.
export class LiveSocket {
  readonly onRunEvent;
  readonly onRecordChanged;
  readonly onStatus;
  readonly onError;
  readonly onNotification;

  private readonly runEvents = new Listeners<RunEvent>();
  private readonly recordChanges = new Listeners<RecordChanged>();
  private readonly statuses = new Listeners<LinkStatus>();
  private readonly errors = new Listeners<SocketError>();
  private readonly notifications = new Listeners<Record<string, unknown>>();

  private readonly options: LiveSocketOptions;
  private link: WebSocket | null = null;
  private state: LinkStatus = 'closed';
  private wanted = false;
  private failures = 0;
  private renewNext = false;
  private readySince = 0;
  private queue: Waiting[] = [];
  private resumePoints: () => ResumePoint[] = () => [];

  private retryTimer: Timer | undefined;
  private connectTimer: Timer | undefined;
  private probeTimer: Timer | undefined;
  private renewTimer: Timer | undefined;

  constructor(options: Pick<LiveSocketOptions, 'url' | 'token'> & Partial<LiveSocketOptions>) {
    this.options = { ...defaultOptions, ...options };
    this.onRunEvent = this.runEvents.add;
    this.onRecordChanged = this.recordChanges.add;
    this.onStatus = this.statuses.add;
    this.onError = this.errors.add;
    this.onNotification = this.notifications.add;
  }

  get status(): LinkStatus {
    return this.state;
  }

  // Connects and stays connected until `stop`. Safe to call again.
  start() {
    if (this.wanted) return;
    this.wanted = true;
    this.failures = 0;
    window.addEventListener('online', this.wake);
    window.addEventListener('offline', this.networkLost);
    document.addEventListener('visibilitychange', this.wake);
    void this.open();
  }

  // Closes for good and forgets what waits: the next person on this page must not send it.
  stop() {
    this.wanted = false;
    this.queue = [];
    window.removeEventListener('online', this.wake);
    window.removeEventListener('offline', this.networkLost);
    document.removeEventListener('visibilitychange', this.wake);
    this.drop();
    this.setState('closed');
  }

  // Who knows which runs are unfinished, and up to which event each is known.
  resumeFrom(source: () => ResumePoint[]) {
    this.resumePoints = source;
  }

  // Sends now, or as soon as the link is back; null when too much waits already.
  send(message: ClientMessage): Outgoing | null {
    const waiting: Waiting = { message, sent: false };
    if (this.state === 'ready') this.transmit(waiting);
    else if (this.queue.length >= this.options.queueLimit) return null;
    else this.queue.push(waiting);
    return {
      sent: () => waiting.sent,
      cancel: () => {
        this.queue = this.queue.filter((other) => other !== waiting);
        return !waiting.sent;
      },
    };
  }

  private async open() {
    this.clearTimers();
    this.setState('connecting');
    const token = await this.options.token(this.renewNext).catch(() => undefined);
    if (!this.wanted || this.link) return;
    if (token === null) return this.stop();
    if (token === undefined) return this.retryLater();
    this.renewNext = false;

    const link = new WebSocket(this.options.url());
    this.link = link;
    this.connectTimer = setTimeout(() => this.lose(link), this.options.connectTimeout);
    link.onopen = () => link.send(JSON.stringify({ type: 'auth', token }));
    link.onmessage = (event) => this.link === link && this.receive(event.data, token);
    link.onclose = (event) => {
      if (event.code === 4401 || event.code === 1008) this.renewNext = true;
      this.lose(link);
    };
  }

  private receive(text: unknown, token: string) {
    const message = parse(text);
    if (!message) return;
    this.scheduleProbe();
    switch (message['type']) {
      case 'ready':
        return this.becomeReady(token);
      case 'record.changed':
        return this.recordChanges.tell(message as unknown as RecordChanged);
      case 'notification':
        return this.notifications.tell(message);
      case 'error':
        return this.refused(message as unknown as SocketError);
      default: {
        const event = asRunEvent(message);
        if (event) this.runEvents.tell(event);
      }
    }
  }

  private becomeReady(token: string) {
    if (this.state === 'ready') return;
    clearTimeout(this.connectTimer);
    this.readySince = Date.now();
    this.scheduleRenewal(token);
    this.state = 'ready';
    for (const point of this.resumePoints()) this.resume(point);
    const waiting = this.queue;
    this.queue = [];
    for (const entry of waiting) this.transmit(entry);
    this.statuses.tell('ready');
  }

  // Asks for what followed `after` in that run; with nothing new, the server has nothing to say.
  resume(point: ResumePoint) {
    if (this.state !== 'ready') return;
    this.write({ type: 'run.resume', ...point });
  }

  private refused(error: SocketError) {
    if (error.code === 'unauthenticated' || error.code === 'unauthorized') this.renewNext = true;
    this.errors.tell(error);
  }

  private transmit(waiting: Waiting) {
    waiting.sent = this.write(waiting.message);
    if (!waiting.sent) this.queue.push(waiting);
  }

  private write(message: object): boolean {
    if (this.link?.readyState !== WebSocket.OPEN) return false;
    this.link.send(JSON.stringify(message));
    return true;
  }

  private scheduleProbe() {
    clearTimeout(this.probeTimer);
    this.probeTimer = setTimeout(() => void this.probe(), this.options.probeAfter);
  }

  private probe = async () => {
    const link = this.link;
    if (!link || this.state !== 'ready') return;
    const token = await this.options.token(false).catch(() => undefined);
    if (this.link !== link) return;
    if (token === null) return this.stop();
    if (token !== undefined) this.write({ type: 'auth', token });
    const patience = this.resumePoints().length
      ? this.options.probeTimeoutInRun
      : this.options.probeTimeout;
    clearTimeout(this.probeTimer);
    this.probeTimer = setTimeout(() => this.lose(link), patience);
  };

  private scheduleRenewal(token: string) {
    clearTimeout(this.renewTimer);
    const life = secondsLeft(token) * 1000;
    if (life <= 0) return;
    this.renewTimer = setTimeout(() => void this.renew(), life * this.options.renewAt);
  }

  private async renew() {
    const token = await this.options.token(true).catch(() => undefined);
    if (this.state !== 'ready') return;
    if (token === null) return this.stop();
    if (token === undefined) {
      this.renewTimer = setTimeout(() => void this.renew(), this.options.probeTimeout);
      return;
    }
    this.write({ type: 'auth', token });
    this.scheduleRenewal(token);
  }

  private lose(link: WebSocket) {
    if (this.link !== link) return;
    if (this.readySince && Date.now() - this.readySince >= this.options.stableAfter)
      this.failures = 0;
    this.drop();
    if (this.wanted) this.retryLater();
  }

  private retryLater() {
    const { backoffFirst, backoffMost } = this.options;
    const most = Math.min(backoffMost, backoffFirst * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 20);
    this.setState('offline');
    this.retryTimer = setTimeout(() => void this.open(), most * (0.5 + Math.random() / 2));
  }

  // The network or the tab came back: try at once, or ask whether the link survived.
  private wake = () => {
    if (document.visibilityState === 'hidden') return;
    if (this.state === 'offline') {
      clearTimeout(this.retryTimer);
      void this.open();
    } else if (this.state === 'ready') {
      void this.probe();
    }
  };

  private networkLost = () => {
    if (this.link) this.lose(this.link);
  };

  private drop() {
    const link = this.link;
    this.link = null;
    this.readySince = 0;
    this.clearTimers();
    if (!link) return;
    link.onopen = link.onmessage = link.onclose = null;
    link.close();
  }

  private clearTimers() {
    for (const timer of [this.retryTimer, this.connectTimer, this.probeTimer, this.renewTimer]) {
      clearTimeout(timer);
    }
  }

  private setState(state: LinkStatus) {
    if (this.state === state) return;
    this.state = state;
    this.statuses.tell(state);
  }
}

function parse(text: unknown): Record<string, unknown> | null {
  if (typeof text !== 'string') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

// Seconds until the token's `exp`; 0 when it names none.
export function secondsLeft(token: string, now = Date.now()): number {
  const payload = token.split('.')[1];
  if (!payload) return 0;
  try {
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    const exp = (claims as { exp?: unknown }).exp;
    return typeof exp === 'number' ? Math.max(0, exp - now / 1000) : 0;
  } catch {
    return 0;
  }
}
