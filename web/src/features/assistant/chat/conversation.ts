import type { LinkStatus } from '@/api/live-socket';
import type { Decision, SocketError } from '@/api/run-events';
import { emptyTranscript, type Transcript } from './transcript';

export interface QueuedMessage {
  clientId: string;
  text: string;
  model: string | null;
  replaces: string | null;
}

export interface Conversation {
  transcript: Transcript;
  loading: 'no' | 'latest' | 'older';
  loadError: string | null;
  queued: QueuedMessage[];
  stopping: boolean;
  // Decisions sent and not yet confirmed, by approval.
  deciding: Record<string, Decision>;
  // What the server refused last, apart from a message.
  refused: SocketError | null;
  touchedAt: number;
  // The model picked in this tab for what is said next; null: none, so the server decides.
  picked: string | null;
}

export interface ChatState {
  conversations: Record<string, Conversation>;
  // Where a draft went when the server gave its conversation an id.
  moved: Record<string, string>;
  // The model picked in this tab last, which new conversations begin with.
  pickedLast: string | null;
  link: LinkStatus;
}

export const limits = {
  conversations: 12,
  queuedMessages: 5,
  eventsPerFrame: 5_000,
  gapPatience: 3_000,
  // Without a word of a run, until the server is asked about it.
  silence: 20_000,
  gatherChanges: 300,
};

export const draftPrefix = 'draft-';

export const isDraft = (key: string) => key.startsWith(draftPrefix);

export const fresh: Conversation = {
  transcript: emptyTranscript,
  loading: 'no',
  loadError: null,
  queued: [],
  stopping: false,
  deciding: {},
  refused: null,
  touchedAt: 0,
  picked: null,
};
