import type { LinkStatus, Outgoing, ResumePoint } from '@/api/live-socket';
import type { ClientMessage, RunEvent, SocketError } from '@/api/run-events';
import type { QueuedMessage } from './conversation';
import type { MessagePage } from './pages';

export interface ChatDependencies {
  socket: {
    readonly status: LinkStatus;
    send: (message: ClientMessage) => Outgoing | null;
    resume: (point: ResumePoint) => void;
    resumeFrom: (source: () => ResumePoint[]) => void;
    onRunEvent: (listener: (event: RunEvent) => void) => () => void;
    onStatus: (listener: (status: LinkStatus) => void) => () => void;
    onError: (listener: (error: SocketError) => void) => () => void;
  };
  fetchMessages: (conversationId: string, cursor: string | null) => Promise<MessagePage>;
  // Runs the callback with the next frame.
  nextFrame: (callback: () => void) => void;
  now: () => number;
  newId: () => string;
  // What the user looked at before; empty where that is nothing to speak of.
  page: () => string;
  // What waited for an answer when this page was loaded anew.
  keptQueue: (key: string) => QueuedMessage[];
  keepQueue: (key: string, queued: QueuedMessage[]) => void;
}
